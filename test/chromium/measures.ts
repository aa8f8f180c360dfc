// What a page measures of itself. Each function is sent to the browser as text, and uses nothing of this file.

/** Elements and attributes that load or run something, or could. */
export function active(): string[] {
  const elements = [...document.querySelectorAll("script, link, img, image, iframe, object, embed, use, form, base, video, audio, foreignObject")];
  const attributes = [...document.querySelectorAll("*")]
    .flatMap((element) => [...element.attributes])
    .filter(({ name }) => /^(on.*|src|srcset|style|xlink:href)$/.test(name));
  const away = [...document.querySelectorAll("[href]")].map((element) => element.getAttribute("href") ?? "").filter((href) => !href.startsWith("#"));
  const styles = [...document.querySelectorAll("style")].map(({ textContent }) => textContent ?? "").filter((text) => /@import|url\(/.test(text));
  return [...elements.map(({ outerHTML }) => outerHTML), ...attributes.map(({ name, value }) => `${name}=${value}`), ...away, ...styles];
}

/** Text and lines with too little contrast to what they stand on. 4.5:1 for text, 3:1 for lines (WCAG 2.2, 1.4.3 and 1.4.11). */
export function faint(): string[] {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
      const value = channel / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const isSolid = (colour: string): boolean => channels(colour)[3] === undefined || channels(colour)[3] === 1;
  const paper = (element: Element): string => {
    const box = element.closest(".box")?.querySelector("rect");
    if (box && element !== box) return getComputedStyle(box).fill;
    for (let one: Element | null = element; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (channels(backgroundColor)[3] !== 0 && isSolid(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const found: string[] = [];
  let checked = 0;
  const judge = (element: Element, colour: string, least: number, what: string): void => {
    checked++;
    const ratio = contrast(colour, paper(element));
    if (!isSolid(colour) || ratio < least) found.push(`${what}: ${colour} on ${paper(element)} is ${ratio.toFixed(2)}:1`);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const hasText = [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
    const style = getComputedStyle(element);
    if (hasText && !["title", "desc"].includes(element.tagName))
      judge(element, element.tagName === "text" ? style.fill : style.color, 4.5, `text ${element.textContent}`);
    if (element.tagName === "path") judge(element, style.fill === "none" ? style.stroke : style.fill, 3, `line ${element.getAttribute("class")}`);
    if (element.tagName === "rect") judge(element, style.stroke, 3, "box");
  }
  return checked > 20 ? found : [`only ${checked} things checked`];
}

/** Boxes that lie on each other, text outside of its box, and lines that run through boxes. */
export function collisions(): string[] {
  const found: string[] = [];
  for (const svg of document.querySelectorAll<SVGSVGElement>("svg.picture")) {
    const called = (element: Element): string => element.querySelector("title")?.textContent ?? "?";
    const boxes = [...svg.querySelectorAll<SVGGraphicsElement>(".box")].filter((box) => box.closest(".legend") === null);
    const areas = boxes.map((box) => ({ name: called(box), area: (box.querySelector("rect") as SVGRectElement).getBBox() }));
    const overlap = (one: DOMRect, other: DOMRect, slack: number): boolean =>
      one.x < other.x + other.width - slack &&
      other.x < one.x + one.width - slack &&
      one.y < other.y + other.height - slack &&
      other.y < one.y + one.height - slack;
    if (boxes.length < 5) found.push(`only ${boxes.length} boxes`);
    for (const [index, { name, area }] of areas.entries())
      for (const other of areas.slice(0, index)) if (overlap(area, other.area, 0)) found.push(`${name} lies on ${other.name}`);
    for (const [index, box] of boxes.entries()) {
      const { area } = areas[index] as { area: DOMRect };
      for (const text of box.querySelectorAll("text")) {
        const { x, y, width, height } = text.getBBox();
        if (x < area.x || y < area.y || x + width > area.x + area.width || y + height > area.y + area.height)
          found.push(`"${text.textContent}" leaves its box`);
      }
    }
    const { width, height } = svg.viewBox.baseVal;
    for (const text of [...svg.querySelectorAll("text")].filter((one) => one.closest(".box") === null || one.closest(".legend"))) {
      const own = text.getBBox();
      if (own.x < 0 || own.y < 0 || own.x + own.width > width || own.y + own.height > height) found.push(`"${text.textContent}" leaves the picture`);
      for (const { name, area } of areas) if (overlap(own, area, 0)) found.push(`"${text.textContent}" lies on ${name}`);
    }
    for (const path of [...svg.querySelectorAll<SVGPathElement>(".lines path")].filter((one) => one.closest(".legend") === null)) {
      for (let at = 0; at <= path.getTotalLength(); at += 3) {
        const { x, y } = path.getPointAtLength(at);
        const hit = areas.find(({ area }) => x > area.x + 1 && x < area.x + area.width - 1 && y > area.y + 1 && y < area.y + area.height - 1);
        if (hit) found.push(`a line runs through ${hit.name}: ${path.parentElement?.querySelector("title")?.textContent}`);
        if (hit) break;
      }
    }
  }
  return [...new Set(found)];
}

/** What has the focus, and whether a person sees that. */
export function focus(): { what: string; visible: boolean; inView: boolean } {
  const element = document.activeElement ?? document.body;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const box = element.querySelector("rect");
  const { top, bottom } = element.getBoundingClientRect();
  return {
    what: element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 60) ?? "",
    visible:
      (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) ||
      (element.classList.contains("box") && box !== null && getComputedStyle(box).strokeWidth === "3px"),
    inView: bottom > 0 && top < innerHeight,
  };
}
