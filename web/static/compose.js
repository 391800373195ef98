// Forms that show what comes of them while one types: they are sent with the button that data-compose names, or with
// do=preview, and what is marked data-swap in the answered page takes the place of its like here. Without this a button
// does the same.
const PAUSE = 400;

const grow = (area) => {
  const hidden = area.scrollHeight - area.clientHeight;
  if (hidden > 0) area.style.height = `${area.offsetHeight + hidden}px`;
};

// What is to be swapped below an element, the outermost of each branch.
const marked = (root) => {
  const above = root.parentElement?.closest("[data-swap]") ?? null;
  return [...root.querySelectorAll("[data-swap]")].filter((one) => one.parentElement.closest("[data-swap]") === above);
};

// Of a list the children stay that are in both, with what was typed into them; what they hold is swapped in turn.
const swapList = (old, now) => {
  const known = new Map([...old.children].map((child) => [child.id, child]));
  const wanted = new Set([...now.children].map((child) => child.id));
  for (const [id, child] of known) if (!wanted.has(id)) child.remove();
  let before = null;
  for (const fresh of [...now.children]) {
    const child = known.get(fresh.id) ?? fresh;
    if (child !== fresh) swap(child, fresh);
    const place = before ? before.nextElementSibling : old.firstElementChild;
    if (place !== child) old.insertBefore(child, place);
    before = child;
  }
};

// Only what differs is put in place, so that nothing is read aloud twice; what has the focus is left alone.
const swapOne = (old, now) => {
  if (old.dataset.swap === "list") swapList(old, now);
  else if (old.innerHTML !== now.innerHTML && !old.contains(document.activeElement)) old.replaceChildren(...now.childNodes);
};

const swap = (root, fresh) => {
  for (const old of marked(root)) {
    const now = fresh.querySelector(`#${CSS.escape(old.id)}`);
    if (now) swapOne(old, now);
  }
};

const showsWhatComes = (form) => {
  let waiting = 0;
  let asked = new AbortController();

  const show = async () => {
    asked = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", form.dataset.compose || "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: asked.signal });
      swap(document, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // Aborted by what was typed since, or no connection: what is shown stays, and the button is there.
    }
  };

  form.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement) grow(target);
    const chooses = document.getElementById(target.dataset.chooses ?? "");
    if (chooses) chooses.checked = true;
    if (!target.closest("[data-shows]")) return;
    asked.abort();
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked.abort();
  });
};

for (const form of document.querySelectorAll("form[data-compose]")) {
  showsWhatComes(form);
  form.querySelectorAll("textarea").forEach(grow);
}
