/** Appointments beside a case, and those of today; they are changed on the office's own page. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "./api";
import type { BookedAppointment, BookedToday } from "./types";

export function Booked({ found }: { found: BookedAppointment[] }): JSX.Element {
  return (
    <ul>
      {found.map((item) => (
        <li key={item.id} data-testid="appointment">
          <a href={item.address}>{item.when}</a>{" "}
          <span class="small">
            {item.method}・{item.status}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What is booked today; nothing where it cannot be asked, since the list itself is on its page. */
export function useBookedToday(): BookedToday | undefined {
  const [booked, setBooked] = useState<BookedToday>();
  useEffect(() => {
    api.bookedToday().then(setBooked, () => setBooked(undefined));
  }, []);
  return booked;
}

export function CaseAppointments({
  caseId,
  version,
}: {
  caseId: string;
  version: number;
}): JSX.Element | null {
  const [found, setFound] = useState<{ appointments: BookedAppointment[]; address: string }>();
  // A booking arrives as a message, which changes the version.
  useEffect(() => {
    let isCurrent = true;
    api.bookedForCase(caseId).then(
      (answer) => isCurrent && setFound(answer),
      () => isCurrent && setFound(undefined),
    );
    return () => {
      isCurrent = false;
    };
  }, [caseId, version]);
  if (!found) return null;
  return (
    <section>
      <h2>予約</h2>
      {found.appointments.length > 0 ? (
        <Booked found={found.appointments} />
      ) : (
        <p class="small">予約はありません。</p>
      )}
      <p>
        <a href={found.address} data-testid="book-for-person">
          この人の予約を作る
        </a>
      </p>
    </section>
  );
}
