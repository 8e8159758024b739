import { describe, expect, it } from "vitest";
import { detectPii } from "./detect.ts";

/** The value is found as the kind, whatever else is. */
const has = (text: string, types: readonly string[], value: string) => {
  const at = text.lastIndexOf(value);
  return detectPii(text).some(
    ({ type, start, end }) => types.includes(type) && start < at + value.length && at < end,
  );
};

describe("a telephone, a card, a birth, a key where no common word says so", () => {
  it.each([
    ["PHONE_NUMBER", "Il numero della scuola è 49 11 20 37.", "49 11 20 37"],
    ["PHONE_NUMBER", "Beni 0532 441 20 19 numaradan arayın", "0532 441 20 19"],
    ["PHONE_NUMBER", "моб. 8 (903) 441-20-19", "8 (903) 441-20-19"],
    ["PHONE_NUMBER", "واتساب 055 441 2019", "055 441 2019"],
    ["PHONE_NUMBER", "Gọi theo số 0903 441 201", "0903 441 201"],
    ["CREDIT_CARD", "MIR 2202 2061 1440 1230", "2202 2061 1440 1230"],
    ["CREDIT_CARD", "Số thẻ 4111111111111111", "4111111111111111"],
    ["CREDIT_CARD", "رقم البطاقة 4111111111111111", "4111111111111111"],
    ["DATE_OF_BIRTH", "MSH|^~\\&|A\nPID|1|77|78^^^H||DOE^J||19810317|M", "19810317"],
    ["DATE_OF_BIRTH", "date_of_birth changed from 1981-03-17", "1981-03-17"],
    [
      "API_KEY",
      "token: ATATT3xFfGF0q7nWbJ4kL9mXr2TzVcP8sHdEyGuA6iBoKfN1lMjQvRtYwZxC5e3D0hSgUaI=",
      "ATATT3xFfGF0",
    ],
    ["API_KEY", "AccountKey=q7nWbJ4kL9mXr2TzVcP8sHdEyGuA6iBoKfN1lMjQvRtYwZxC5e3D0hSg==;x", "q7nWbJ4kL9"],
    ["API_KEY", 'client.run("MTA4NzY1NDMyMTA5ODc2NTQz.GkQ2xZ.q7nWbJ4kL9mXr2TzVcP8sHdEyGuA6iBoKf")', "MTA4"],
    [
      "API_KEY",
      "https://api.telegram.org/bot7204417720:AAq7nWbJ4kL9mXr2TzVcP8sHdEyGuA6iBo9/send",
      "7204417720",
    ],
    ["API_KEY", "API 키는 qnWbJkLmXrTzVcPsHdEyGuAiBoKf", "qnWbJkLm"],
    ["API_KEY", "search key 9f2c41d07be853aa16c0de47", "9f2c41d0"],
    ["API_KEY", "la clave de API es q7nWbJ4kL9mXr2TzVcP8", "q7nWbJ4k"],
  ] as const)("a %s in %j is found", (type, text, value) => {
    expect(has(text, [type], value)).toBe(true);
  });
});
