/** Appointments beside a case, made there, and those of today; they are changed on the office's own page. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api } from "./api";
import type { BookedAppointment, BookedToday, CaseDetail } from "./types";
import { WeekPanel } from "./week";
import { useRead, useReturn } from "./work";

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
  return useRead(api.bookedToday, []).found;
}

export function CaseAppointments(props: {
  found: CaseDetail;
  version: number;
  offer: ((words: string) => void) | undefined;
}): JSX.Element | null {
  const { version } = props;
  const caseId = props.found.case_id;
  const [isBooking, setBooking] = useState(false);
  const [made, setMade] = useState(0);
  // A booking arrives as a message, which changes the version; one's own is asked for at once.
  const { found } = useRead(() => api.bookedForCase(caseId), [caseId, version, made]);
  const opener = useReturn(isBooking);
  if (!found) return null;
  return (
    <section data-testid="case-appointments">
      <h2>予約</h2>
      {found.appointments.length > 0 ? (
        <Booked found={found.appointments} />
      ) : (
        <p class="small">予約はありません。</p>
      )}
      <p class="small" role="status">
        {made > 0 && "予約を作り、本人にお知らせしました。"}
      </p>
      {isBooking ? (
        <WeekPanel
          found={props.found}
          offer={props.offer}
          booked={() => setMade(made + 1)}
          close={() => setBooking(false)}
        />
      ) : (
        props.found.state !== "alert" && (
          <button
            ref={opener}
            type="button"
            class="slim"
            data-testid="book-for-person"
            onClick={() => setBooking(true)}
          >
            この人の予約を作る
          </button>
        )
      )}
    </section>
  );
}
