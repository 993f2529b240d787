/** What the desk puts before the loader about the city it serves (desk/http/city_files.py). */

export interface City {
  chat: string;
  /** With what an address begins (札幌市). */
  city?: string;
  town: string;
  /** Where one becomes a friend of the city's account on LINE; undefined where it has none. */
  line?: string;
  office: string;
  phone: string;
  /** Telephone numbers that everybody may quote, as digits. */
  numbers: string[];
  /** The city's colours; rules of the page that embeds the chat come before those of `:host`. */
  css: string;
}

declare global {
  interface Window {
    hitohataCity?: City;
  }
}

/** Undefined where the script does not come from a desk, as in tests. */
export const city: City | undefined = window.hitohataCity;
