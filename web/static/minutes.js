// The minutes while people speak: Enter sends the line, and the focus stays in it. Without this the page comes back.
const NO_ANSWER = "Nothing was noted: there is no connection. What you typed is still here.";
const swap = (fresh) => {
  document.getElementById("seen").value = fresh.getElementById("seen").value;
  for (const id of ["said", "waiting"]) {
    document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  }
};

const sendsLines = (form, line) => {
  let [isSending, goesItself] = [false, false];

  // Refusals, ended sign-ins and everything but a plain line are for the page as it comes back.
  const isPlain = (button) =>
    button?.value === "note" && line.value.trim() && !form.elements.lines.value && !form.elements.edited;

  const send = async (sent, button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (answer.ok && answer.redirected) {
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (line.value.startsWith(sent)) line.value = line.value.slice(sent.length);
    } else {
      goesItself = true;
      form.requestSubmit(button);
    }
  };

  form.addEventListener("submit", (event) => {
    if (goesItself || !isPlain(event.submitter)) return;
    event.preventDefault();
    const failed = () => { document.getElementById("said").textContent = NO_ANSWER; };
    if (!isSending) send(line.value, event.submitter).catch(failed).finally(() => { isSending = false; });
    isSending = true;
  });
};

for (const form of document.querySelectorAll("form[data-minutes]")) {
  if (form.elements.line) sendsLines(form, form.elements.line);
}
