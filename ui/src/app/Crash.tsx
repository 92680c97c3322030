import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { messages } from "../messages";
import classes from "./Crash.module.css";

/** A fault of the UI is a sentence and a way on, never a dead window. */
export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={classes.crash} role="alert">
        <h1>{messages.crashed.title}</h1>
        <p>{messages.crashed.text}</p>
        <pre>{error.message}</pre>
        <Button onClick={() => window.location.reload()}>{messages.crashed.reload}</Button>
      </div>
    );
  }
}
