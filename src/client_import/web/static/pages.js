// Everything works without this file. With it, progress comes by itself and the mapping answers at once.
"use strict";

function followProgress(place) {
  const bar = place.querySelector("progress"), said = place.querySelector("[role=status]");
  let last = "";
  async function look() {
    try {
      const answer = await fetch(place.dataset.from, { headers: { Accept: "application/json" } });
      if (!answer.ok) { location.assign(place.dataset.then); return; }
      const told = await answer.json();
      if (!told.under_way) { location.replace(place.dataset.then); return; }
      if (told.total) {
        bar.max = told.total;
        bar.value = told.done;
        const lang = document.documentElement.lang;
        const text = place.dataset.said.replace("{done}", told.done.toLocaleString(lang))
          .replace("{total}", told.total.toLocaleString(lang));
        if (text !== last) { said.textContent = last = text; }
      }
    } catch { /* the server is away for a moment: ask again */ }
    setTimeout(look, 1000);
  }
  look();
}

function followMapping(form) {
  const required = form.querySelector("#required");
  const selects = [...form.querySelectorAll("select[name^=column-]")];
  function show() {
    const chosen = new Set(selects.map((select) => select.value.slice(1)));
    for (const item of required.children) {
      const field = item.dataset.field;
      const covered = chosen.has(field) || (field !== "email" && chosen.has("full_name"));
      const text = covered ? required.dataset.covered : required.dataset.missing;
      item.className = covered ? "covered" : "missing";
      if (item.lastElementChild.textContent !== text) { item.lastElementChild.textContent = text; }
    }
  }
  for (const select of selects) {
    select.addEventListener("change", () => {
      show();
      if (select.selectedOptions[0].hasAttribute("data-secret")) {
        const card = select.closest("li");
        const samples = card.querySelector(".samples");
        samples.querySelectorAll("code").forEach((sample) => sample.remove());
        samples.append(card.dataset.masked);
      }
    });
  }
  show();
}

function pressOnce(form) {
  let pressed = false;
  form.addEventListener("submit", (event) => {
    if (pressed) { event.preventDefault(); }
    pressed = true;
    form.querySelector("button").setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => { pressed = false; form.querySelector("button").removeAttribute("aria-disabled"); });
}

const progress = document.getElementById("progress"), mapping = document.getElementById("mapping");
if (progress) { followProgress(progress); }
if (mapping) { followMapping(mapping); }
for (const form of document.querySelectorAll("form[method=post]:not([data-repeatable])")) { pressOnce(form); }
