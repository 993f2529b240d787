import { expect, test } from "vitest";
import { telephone } from "../../src/shared/telephone";

test.each([
  ["0120-279-338", "tel:0120279338"],
  ["#8008", "tel:%238008"],
  ["+81 134 32 4111", "tel:+81134324111"],
  ["189", "tel:189"],
])("%s is dialled as it is written", (number, address) => {
  expect(telephone(number)).toBe(address);
});
