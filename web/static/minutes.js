// The minutes while people speak: Enter sends the line, and the focus stays in it. Without this the page comes back.
const NO_ANSWER = "Nothing was noted: there is no connection. What you typed is still here.";

const swap = (fresh) => {
  document.getElementById("seen").value = fresh.getElementById("seen").value;
  for (const id of ["said", "waiting"]) {
    document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  }
};

const sendsLines = (form, { line, lines }) => {
  const unsent = []; // The first one is on its way.
  let goesItself = false;
  const putBack = () => {
    const [first, ...others] = unsent.splice(0);
    lines.value = [...others, line.value].filter(Boolean).join("\n");
    line.value = first;
  };
  // Refusals, ended sign-ins and everything but a plain line are for the page as it comes back.
  const isPlain = (button) => button?.value === "note" && !lines.value && !form.querySelector(".wrong, #edited");
  const send = async (button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    fields.set("line", unsent[0]);
    const answer = await fetch(form.action, { method: "POST", body: fields });
    goesItself = !(answer.ok && answer.redirected);
    if (goesItself) return putBack(), form.requestSubmit(button);
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    return unsent.shift() && unsent.length ? send(button) : null;
  };
  form.addEventListener("submit", (event) => {
    if (goesItself || !isPlain(event.submitter)) return;
    event.preventDefault();
    const failed = () => { putBack(); document.getElementById("said").textContent = NO_ANSWER; };
    if (line.value.trim() && unsent.push(line.value) === 1) send(event.submitter).catch(failed);
    line.value = "";
  });
};

for (const form of document.querySelectorAll("form[data-minutes]")) if (form.elements.line) sendsLines(form, form.elements);
