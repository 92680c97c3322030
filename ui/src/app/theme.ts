import { createTheme, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#e9f5f2",
  "#d0e8e2",
  "#a6d3c8",
  "#79bdad",
  "#4fa692",
  "#318e79",
  "#217763",
  "#176554",
  "#105345",
  "#0b4237",
];

/** The greys of the dark scheme, with the same cool cast as `tokens.css`. */
const dark: MantineColorsTuple = [
  "#e3e7ea",
  "#b6bec5",
  "#9aa4ad",
  "#727c85",
  "#3b4349",
  "#2b3136",
  "#23282c",
  "#1c2024",
  "#15181b",
  "#111316",
];

/** Compact, as a desktop tool is: 13 px text, 30 px controls. Colours beside the accent are in `tokens.css`. */
export const theme = createTheme({
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "13px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.5" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px" },
  headings: { fontWeight: "600" },
  cursorType: "default",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { size: 28, variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    NativeSelect: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "error", "description"] } },
    InputDescription: { defaultProps: { fz: 12, c: "var(--muted)" } },
    InputError: { defaultProps: { fz: 12 } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 90 }, radius: "md" },
      styles: {
        content: { background: "var(--panel)" },
        header: { background: "var(--panel)" },
        title: { fontWeight: 600 },
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, fz: 12 } },
  },
});
