import { afterEach, describe, expect, it, vi } from "vitest";
import { type Frame, frameOf } from "../../src/widget/frame";
import { marked } from "../../src/widget/protocol";

const ORIGIN = "https://hjelp.example";
const WISH = { origin: ORIGIN, page: `${ORIGIN}/oppdal`, kommune: "oppdal", language: "nn" } as const;
const post = vi.fn();
const CHAT = { postMessage: post };

let frame: Frame | undefined;

function listening(): ReturnType<typeof vi.fn> {
  const heard = vi.fn();
  frame = frameOf(WISH, heard);
  Object.defineProperty(frame.element, "contentWindow", { value: CHAT });
  return heard;
}

function send(data: unknown, source: unknown = CHAT, origin: string = ORIGIN): void {
  const event = new MessageEvent("message", { data, origin });
  Object.defineProperty(event, "source", { value: source });
  window.dispatchEvent(event);
}

afterEach(() => {
  frame?.drop();
});

describe("the frame", () => {
  it("opens the chat as a panel in the language that was wished for", () => {
    listening();
    expect(frame?.element.src).toBe(`${ORIGIN}/oppdal?vis=panel&lang=nn`);
    expect(frame?.element.getAttribute("referrerpolicy")).toBe("no-referrer");
  });

  it("is listened to", () => {
    const heard = listening();
    send(marked({ type: "close" }));
    expect(heard).toHaveBeenCalledExactlyOnceWith({ mark: "endorinn", type: "close" });
  });

  it.each([
    ["another window", marked({ type: "close" }), window, ORIGIN],
    ["another origin in our frame", marked({ type: "close" }), CHAT, "https://ondt.example"],
    ["something that is not ours", { type: "close" }, CHAT, ORIGIN],
    ["nothing", null, CHAT, ORIGIN],
  ])("is not taken for %s", (_, data, source, origin) => {
    const heard = listening();
    send(data, source, origin);
    expect(heard).not.toHaveBeenCalled();
  });

  it("is spoken to at its own origin only", () => {
    listening();
    frame?.say({ type: "shown", shown: true });
    expect(post).toHaveBeenCalledWith({ mark: "endorinn", type: "shown", shown: true }, ORIGIN);
  });

  it("is not listened to when it has been taken away", () => {
    const heard = listening();
    frame?.drop();
    send(marked({ type: "close" }));
    expect(heard).not.toHaveBeenCalled();
  });
});
