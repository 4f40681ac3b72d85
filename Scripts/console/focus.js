// Which of the elements that the keyboard has to reach has the focus, and whether it shows it.
//
// The body of a function.
const selector = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']";
const all = [...document.querySelectorAll(selector)];
const active = document.activeElement;
const at = all.indexOf(active);
const style = getComputedStyle(active);
const outline = channels(style.outlineColor);
const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  && [active, active.parentElement].some((element) => contrast(outline, background(element)) >= 3);
const box = active.getBoundingClientRect();
const isInView = box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight;
const words = (active.getAttribute("aria-label") || active.textContent).trim();
const name = `${active.tagName.toLowerCase()} “${words}”`;
return { count: all.length, at, name, isVisible: isOutlined && isInView };
