/** The page that somebody wanted before they had to log in, or whose link came from another site (webmail). */
export function wantedPage(search: string): string | undefined {
  const to = new URLSearchParams(search).get("to") ?? "";
  const isOurs =
    to.startsWith("/console/") && !to.includes("\\") && !to.includes("//") && /^[\x20-\x7e]+$/.test(to);
  return isOurs ? to : undefined;
}
