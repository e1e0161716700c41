// A link to something inside a fold opens the fold; one button opens all of them; on paper all of them are open.
const folds = [...document.querySelectorAll("details")];

function reveal() {
  const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = aim; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  if (aim) aim.scrollIntoView();
}

const button = document.createElement("button");
button.type = "button";
const name = () => { button.textContent = folds.every((fold) => fold.open) ? "Close every part" : "Open every part"; };
button.addEventListener("click", () => {
  const open = !folds.every((fold) => fold.open);
  for (const fold of folds) fold.open = open;
  name();
});
for (const fold of folds) fold.addEventListener("toggle", name);
name();
document.querySelector("h1").after(button);

let closed = [];
addEventListener("beforeprint", () => {
  closed = folds.filter((fold) => !fold.open && !fold.classList.contains("aside"));
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
addEventListener("hashchange", reveal);
reveal();
