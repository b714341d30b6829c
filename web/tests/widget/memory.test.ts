import { afterEach, describe, expect, it, vi } from "vitest";
import { keep, recall } from "../../src/widget/memory";

afterEach(() => {
  vi.unstubAllGlobals();
  keep("key", null);
});

describe("what is kept", () => {
  it("is in the page's own storage", () => {
    keep("key", "value");
    expect(sessionStorage.getItem("key")).toBe("value");
    expect(recall("key")).toBe("value");
  });

  it("is gone when it is forgotten", () => {
    keep("key", "value");
    keep("key", null);
    expect(recall("key")).toBeNull();
    expect(sessionStorage.length).toBe(0);
  });

  it("is what another page has stored since", () => {
    keep("key", "value");
    sessionStorage.removeItem("key");
    expect(recall("key")).toBeNull();
  });

  it("lasts as long as the page where storage is blocked", () => {
    vi.stubGlobal("sessionStorage", undefined);
    keep("key", "value");
    expect(recall("key")).toBe("value");
    keep("key", null);
    expect(recall("key")).toBeNull();
  });
});
