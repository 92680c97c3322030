import type { ReactNode } from "react";

/** Line icons on a 16-unit grid, drawn in the colour of the text around them. Always beside a text or a label. */
function icon(paths: ReactNode) {
  return function Icon({ size = 16 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.35"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  };
}

export const DashboardIcon = icon(
  <>
    <rect x="2" y="2" width="5" height="6.4" rx="0.8" />
    <rect x="9" y="2" width="5" height="3.6" rx="0.8" />
    <rect x="2" y="10.4" width="5" height="3.6" rx="0.8" />
    <rect x="9" y="7.6" width="5" height="6.4" rx="0.8" />
  </>,
);
export const ComplianceIcon = icon(
  <>
    <path d="M8 1.8l5 1.9v4.1c0 3.1-2.1 5.3-5 6.4-2.9-1.1-5-3.3-5-6.4V3.7z" />
    <path d="M5.7 8l1.6 1.6 3-3.2" />
  </>,
);
export const LoansIcon = icon(
  <>
    <path d="M3.5 1.8h6.2l2.8 2.8v9.6h-9z" />
    <path d="M9.5 1.8v3h3M5.7 7.6h4.6M5.7 10h4.6M5.7 12.2h2.4" />
  </>,
);
export const PaymentsIcon = icon(
  <>
    <rect x="1.6" y="3.6" width="12.8" height="8.8" rx="1.2" />
    <circle cx="8" cy="8" r="1.9" />
    <path d="M4 8h.1M11.9 8h.1" />
  </>,
);
export const DrawsIcon = icon(
  <>
    <path d="M1.8 13.8h12.4M3.4 13.8V7.2L8 3.4l4.6 3.8v6.6" />
    <path d="M6.4 13.8v-3.6h3.2v3.6" />
  </>,
);
export const FundsIcon = icon(
  <>
    <path d="M2 13.8h12M3.6 11.4V7M6.5 11.4V7M9.5 11.4V7M12.4 11.4V7M2 5.2 8 2l6 3.2z" />
  </>,
);
export const ContactsIcon = icon(
  <>
    <circle cx="8" cy="5.2" r="2.6" />
    <path d="M2.8 13.8c.5-2.9 2.5-4.3 5.2-4.3s4.7 1.4 5.2 4.3" />
  </>,
);
export const EventsIcon = icon(
  <>
    <circle cx="4" cy="3.6" r="1.5" />
    <circle cx="11.6" cy="8" r="1.5" />
    <circle cx="11.6" cy="12.8" r="1.5" />
    <path d="M4 5.1v5.7a2 2 0 0 0 2 2h4.1M4 6a2 2 0 0 0 2 2h4.1" />
  </>,
);
export const SettingsIcon = icon(
  <>
    <path d="M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14" />
    <circle cx="10" cy="4.5" r="1.8" />
    <circle cx="6" cy="11.5" r="1.8" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.4" />
    <path d="m10.4 10.4 3.4 3.4" />
  </>,
);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const FolderIcon = icon(<path d="M1.8 12.8V3.2h4.1l1.5 1.9h6.8v7.7z" />);
export const BriefcaseIcon = icon(
  <>
    <rect x="1.8" y="4.8" width="12.4" height="8.6" rx="1.2" />
    <path d="M5.6 4.8V3.1h4.8v1.7M1.8 8.6h12.4" />
  </>,
);
export const CalendarIcon = icon(
  <>
    <rect x="2.2" y="3" width="11.6" height="10.8" rx="1.4" />
    <path d="M2.2 6.4h11.6M5.4 1.6v2.6M10.6 1.6v2.6" />
  </>,
);
export const ChevronIcon = icon(<path d="m6 3.8 4.2 4.2L6 12.2" />);
export const ChevronDownIcon = icon(<path d="m3.8 6 4.2 4.2L12.2 6" />);
export const CheckIcon = icon(<path d="m3 8.4 3.4 3.4L13 4.6" />);
export const WarningIcon = icon(
  <>
    <path d="M8 2 14.6 13.6H1.4z" />
    <path d="M8 6.4v3.4M8 11.8v.1" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="5.4" y="5.4" width="8.4" height="8.4" rx="1.2" />
    <path d="M10.6 5.2v-3H2.2v8.4h3" />
  </>,
);
export const FileIcon = icon(
  <>
    <path d="M3.8 1.8h5.6l2.8 2.8v9.6H3.8z" />
    <path d="M9.2 1.8v3h3" />
  </>,
);
export const CloseIcon = icon(<path d="m4 4 8 8m0-8-8 8" />);
export const BackIcon = icon(<path d="M13 8H3m0 0 4-4M3 8l4 4" />);
export const SortUpIcon = icon(<path d="M8 12.5v-9m0 0L4.8 6.7M8 3.5l3.2 3.2" />);
export const SortDownIcon = icon(<path d="M8 3.5v9m0 0 3.2-3.2M8 12.5 4.8 9.3" />);
