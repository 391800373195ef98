// On a comparison: the keys n and p go to the next and the previous change. Without this there are links for it.
const OFF = "compare-keys-off";

const remembered = () => {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null; // Storage may be closed to the page: then the keys work until it is left.
  }
};
const remember = (isOff) => {
  try {
    if (isOff) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  } catch {
    // As above.
  }
};

// Each place where words change; of a provision without one, the provision itself.
const places = () =>
  [...document.querySelectorAll(".compared .change")].flatMap((change) => {
    const edits = change.querySelectorAll(".edit");
    return edits.length ? [...edits] : [change];
  });

const isTyping = ({ target, ctrlKey, altKey, metaKey }) =>
  ctrlKey || altKey || metaKey || target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

const nextOf = (all, step) => {
  const here = all.findIndex((one) => one === document.activeElement);
  if (here >= 0) return all[here + step];
  const below = all.findIndex((one) => one.getBoundingClientRect().top > 1);
  return step > 0 ? all[below] : all[(below < 0 ? all.length : below) - 1];
};

const goTo = (place) => {
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
};

const keys = document.getElementById("keys");
if (keys) {
  keys.checked = !remembered();
  keys.closest("[hidden]").hidden = false;
  keys.addEventListener("change", () => remember(!keys.checked));
  addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || !keys.checked || isTyping(event)) return;
    const place = nextOf(places(), step);
    if (place) goTo(place);
    else document.querySelector(step > 0 ? ".pager [rel=next]" : ".pager [rel=prev]")?.focus();
    event.preventDefault();
  });
}
