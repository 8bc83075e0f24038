// Shows states that need a hand: the rules that the style sheet has for :hover, :focus-visible and :active, again for
// elements that say so (data-state). Nothing is copied by hand, so nothing can differ.

import { toast } from "./toast.js";

const STATES = { ":hover": "hover", ":focus-visible": "focus", ":focus": "focus", ":active": "active" };
const STATE = /:(?:hover|focus-visible|focus(?!-)|active)\b/g;

export default function design(root) {
  const sheet = new CSSStyleSheet();
  for (const { cssRules } of document.styleSheets) {
    for (const text of mirrored(cssRules)) sheet.insertRule(text, sheet.cssRules.length);
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  root.addEventListener("click", ({ target }) => {
    const said = target.closest("[data-toast]");
    if (said) toast({ text: said.dataset.toast, tone: said.dataset.tone });
  });
}

/** Rules with states, as texts, within the layers and conditions in which they stand. */
function mirrored(rules) {
  return [...rules].flatMap((rule) => {
    if (rule.selectorText) return STATE.test(rule.selectorText) ? [stated(rule)] : [];
    if (!rule.cssRules || rule instanceof CSSKeyframesRule) return [];
    const inner = mirrored(rule.cssRules);
    const head = rule.cssText.slice(0, rule.cssText.indexOf("{"));
    return inner.length ? [`${head}{${inner.join("\n")}}`] : [];
  });
}

function stated(rule) {
  STATE.lastIndex = 0;
  return `${rule.selectorText.replace(STATE, (state) => `[data-state="${STATES[state]}"]`)} {${rule.style.cssText}}`;
}
