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
  // What was not noted goes back where it was typed, or, if one typed on meanwhile, into the box for many lines.
  const putBack = (words) => {
    const told = Object.assign(document.createElement("p"), { className: "error", textContent: words });
    document.getElementById("said").replaceChildren(told);
    if (unsent.length === 1 && !line.value) return void (line.value = unsent.pop());
    lines.value = unsent.splice(0).join("\n");
    lines.closest("details").open = true;
  };
  const send = async (button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    fields.set("line", unsent[0]);
    const answer = await fetch(form.action, { method: "POST", body: fields });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wrong = fresh.getElementById("line-error");
    goesItself = !wrong && !(answer.ok && answer.redirected); // An ended sign-in, a fault: the page itself says it.
    if (wrong || goesItself) putBack(wrong ? wrong.textContent : "");
    else swap(fresh), unsent.shift();
    return goesItself ? form.requestSubmit(button) : unsent.length ? send(button) : null;
  };
  form.addEventListener("submit", (event) => {
    if (goesItself || event.submitter?.value !== "note" || lines.value || form.querySelector(".wrong, #edited")) return;
    event.preventDefault();
    if (line.value.trim() && unsent.push(line.value) === 1) send(event.submitter).catch(() => putBack(NO_ANSWER));
    line.value = "";
  });
};
const form = document.querySelector("form[data-minutes]");
if (form?.elements.line) sendsLines(form, form.elements);
