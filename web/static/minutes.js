// The minutes while people speak: Enter sends the line and the focus stays where it is. Without it the page comes back.
const PARTS = ["said", "waiting", "seen"];

const fresh = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

const swap = (page) => {
  for (const id of PARTS) {
    const now = page.getElementById(id);
    const old = document.getElementById(id);
    if (id === "seen") old.value = now.value;
    else old.replaceChildren(...now.childNodes);
  }
};

const sendsLines = (form, line) => {
  let isSending = false;

  // Whatever is not simply noted is for the page itself: a refusal, an ended sign-in, other buttons, other fields.
  const isPlain = (event) =>
    event.submitter?.value === "note" && line.value.trim() && !form.elements.lines.value && !form.elements.edited;

  const send = async (sent, button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (!answer.redirected) return form.requestSubmit(button);
    swap(await fresh(answer));
    line.value = line.value.startsWith(sent) ? line.value.slice(sent.length) : line.value;
  };

  form.addEventListener("submit", (event) => {
    if (isSending || !isPlain(event)) return;
    event.preventDefault();
    isSending = true;
    send(line.value, event.submitter).catch(() => form.requestSubmit(event.submitter)).finally(() => { isSending = false; });
  });
};

for (const form of document.querySelectorAll("form[data-minutes]")) {
  if (form.elements.line) sendsLines(form, form.elements.line);
}
