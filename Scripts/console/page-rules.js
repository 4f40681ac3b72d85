// What every page of the console has to keep, looked for in the page itself.
//
// The body of a function that returns the page's breaches, a list of sentences for each rule.
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const name = (element) => {
  const text = (element.getAttribute("aria-label") || element.textContent).trim().replace(/\s+/g, " ").slice(0, 60);
  return `${element.tagName.toLowerCase()} “${text}”`;
};

// MARK: Colours

const texts = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (walker.currentNode.data.trim() && isShown(element) && !element.closest("style, script")) {
    texts.push(walker.currentNode);
  }
}
const contrasts = texts.flatMap((text) => {
  const element = text.parentElement;
  const back = background(element);
  const found = contrast(over(channels(getComputedStyle(element).color), back), back);
  const isPainted = getComputedStyle(element).backgroundImage !== "none";
  if (isPainted) return [`${name(element)} stands on a picture`];
  return found < 4.5 ? [`${name(element)} has the contrast ${found.toFixed(2)}`] : [];
});

// MARK: Structure

const structure = [];
const expect = (holds, sentence) => holds || structure.push(sentence);
expect(document.documentElement.lang === "en-GB", "the document has not the language en-GB");
expect(document.title.trim(), "the document has no title");
expect(all("h1").length === 1, `there are ${all("h1").length} h1`);
expect(all("main").length === 1, `there are ${all("main").length} main`);
expect(all("header").length === 1, `there are ${all("header").length} header`);
let level = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6")) {
  const next = Number(heading.tagName[1]);
  expect(next <= level + 1, `${name(heading)} comes after a heading of level ${level}`);
  level = next;
}
for (const table of all("table")) {
  expect(table.caption && table.caption.textContent.trim(), `${name(table)} has no caption`);
  expect(table.tHead && all("th", table.tHead).length, `${name(table)} has no head`);
}
for (const cell of all("th")) {
  expect(["col", "row"].includes(cell.getAttribute("scope")), `${name(cell)} has no scope`);
}
for (const control of all("input:not([type=hidden]), select, textarea")) {
  expect(control.labels.length > 0, `the control ${control.name} has no label`);
}
const ids = all("[id]").map((element) => element.id);
for (const id of new Set(ids)) {
  expect(ids.filter((other) => other === id).length === 1, `the id ${id} is not the only one`);
}
for (const element of all("[aria-labelledby]")) {
  const label = element.getAttribute("aria-labelledby");
  expect(document.getElementById(label), `aria-labelledby ${label} leads nowhere`);
}
for (const link of all("a[href^='#']")) {
  const target = decodeURIComponent(link.getAttribute("href").slice(1));
  expect(document.getElementById(target), `the link to #${target} leads nowhere`);
}
expect(all("script").length === 0, "there is a script");
for (const element of all("*")) {
  const own = element.getAttributeNames().filter((attribute) => attribute === "style" || attribute.startsWith("on"));
  expect(own.length === 0, `${name(element)} has ${own.join(", ")}`);
}

// MARK: Places

const widths = [];
const root = document.scrollingElement;
if (root.scrollWidth > root.clientWidth) {
  const wide = all("body *").filter((element) => {
    const isInside = element.closest(".scroll") && !element.matches(".scroll");
    return isShown(element) && !isInside && element.getBoundingClientRect().right > root.clientWidth + 1;
  });
  widths.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}: ${wide.slice(0, 3).map(name).join(", ")}`);
}
const clipped = [];
for (const text of texts) {
  const cell = text.parentElement.closest("td, th, caption, li, p");
  if (!cell) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  const [box, inner] = [cell.getBoundingClientRect(), range.getBoundingClientRect()];
  const isOutside = inner.left < box.left - 1 || inner.right > box.right + 1 || inner.bottom > box.bottom + 1;
  if (isOutside) clipped.push(`${name(text.parentElement)} stands out of its ${cell.tagName.toLowerCase()}`);
}
for (const element of all("body *").filter(isShown)) {
  const { overflowX, textOverflow } = getComputedStyle(element);
  const isCut = overflowX === "hidden" || overflowX === "clip" || textOverflow === "ellipsis";
  if (isCut && !(element instanceof SVGElement) && element.scrollWidth > element.clientWidth + 1) {
    clipped.push(`${name(element)} is cut off`);
  }
}

// MARK: Words

const badges = all(".severity").filter((badge) => !/^S[1-5]$/.test(badge.textContent.trim()));
const colours = badges.map((badge) => `${badge.className} is told by its colour alone`);
for (const bar of all("svg")) {
  if (bar.getAttribute("role") !== "img" || !/[A-Z]/.test(bar.getAttribute("aria-label") || "")) {
    colours.push("a bar has no words");
  }
}
return { structure, contrasts, widths, clipped, colours };
