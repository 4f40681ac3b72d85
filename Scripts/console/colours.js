// How colours stand against each other, by WCAG's formula; put before the other two.
const channels = (colour) => {
  const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
  return { red, green, blue, alpha };
};
const over = (front, back) => {
  const mix = (key) => front[key] * front.alpha + back[key] * (1 - front.alpha);
  return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
};
const background = (element) => {
  if (!element) return { red: 255, green: 255, blue: 255, alpha: 1 };
  const own = channels(getComputedStyle(element).backgroundColor);
  return own.alpha === 1 ? own : over(own, background(element.parentElement));
};
const luminance = ({ red, green, blue }) => {
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
};
