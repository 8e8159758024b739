import { entropy } from "./checksums.ts";

/** As licences are written: DS19Y-FOAB0-PJTKF-3MI5T */
const inGroups = /^[A-Z\d]{4,8}(?:-[A-Z\d]{4,8}){3,7}$/;

/** Drawn by chance: hexadecimal of 32 and more, or a part whose capitals, small letters and digits mix as in no word. */
export function isRandom(value: string): boolean {
  if (/^[0-9a-f]{32,}$|^[0-9A-F]{32,}$/.test(value)) return entropy(value) > 3;
  if (inGroups.test(value))
    return /\d.*\d.*\d/.test(value) && /[A-Z].*[A-Z].*[A-Z]/.test(value) && entropy(value) > 3.2;
  return value.split(/[_.~+/=-]/).some((part) => {
    if (part.length < 16 || entropy(part) < 3.3) return false;
    const turns = part.match(/(?<=[a-z])[A-Z\d]|(?<=\d)[A-Za-z]|(?<=[A-Z]{2})[a-z\d]/g)?.length ?? 0;
    return /[A-Za-z]/.test(part) && turns * 5 >= part.length && (/\d/.test(part) || turns * 3 >= part.length);
  });
}
