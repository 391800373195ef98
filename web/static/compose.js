// The amendment form while one types: shows the change, and lets text fields grow. Without it a button does the first.
const PAUSE = 400;

const grow = (area) => {
  const hidden = area.scrollHeight - area.clientHeight;
  if (hidden > 0) area.style.height = `${area.offsetHeight + hidden}px`;
};

// Only what differs is put in place, so that nothing is read aloud twice and the focus stays where it is.
const swap = (answered) => {
  const fresh = new DOMParser().parseFromString(answered, "text/html");
  for (const id of ["preview-says", "preview-change"]) {
    const old = document.getElementById(id);
    const now = fresh.getElementById(id);
    if (old && now && old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
  }
};

const showsChange = (form) => {
  let waiting = 0;
  let asked = new AbortController();

  const show = async () => {
    asked.abort();
    asked = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: asked.signal });
      swap(await answer.text());
    } catch {
      // Aborted by what was typed since, or no connection: what is shown stays, and the button is there.
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) grow(event.target);
    if (!event.target.closest(".composer")) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked.abort();
  });
};

for (const form of document.querySelectorAll("form[data-compose]")) {
  showsChange(form);
  form.querySelectorAll("textarea").forEach(grow);
}
