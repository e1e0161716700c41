// What the pages add where scripts run: the focus follows a form that opens in its place, and what was not kept is said.
// Everything works without it.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.target;
  if (!place || !place.isConnected) return;
  const form = place.querySelector("form.editor");
  const first = form && (form.querySelector("[role=alert]") || form.querySelector("input:checked"));
  if (first) {
    if (first.matches("[role=alert]")) first.tabIndex = -1;
    first.focus();
  }
});

document.addEventListener("htmx:oobAfterSwap", () => trouble(""));
document.addEventListener("htmx:sendError", () => trouble("The desk does not answer. What you entered last is not kept."));
document.addEventListener("htmx:timeout", () => trouble("The desk takes too long. What you entered last may not be kept."));
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const said = page.querySelector("main h1, main .problems");
  trouble(`What you entered last is not kept. ${said ? said.textContent.trim() : "Open the page again."}`);
});

function trouble(text) {
  let box = document.getElementById("trouble");
  if (!box) {
    if (!text) return;
    box = document.createElement("p");
    box.id = "trouble";
    box.className = "problems";
    box.setAttribute("role", "alert");
    document.getElementById("main").prepend(box);
  }
  box.hidden = !text;
  box.textContent = text;
}
