import type { BaseWidget, CardModel, WidgetContext, WidgetData } from '#sdk';

export type WidgetTask = {
  readonly widget: BaseWidget;
  readonly data: WidgetData;
  readonly context: WidgetContext;
  /** Told how long the widget itself took, by whoever runs it. */
  readonly took?: (ms: number) => void;
};

/** Turns handed-over data into a model, somewhere. Rejects with whatever the widget threw. */
export type WidgetRunner = (task: WidgetTask) => Promise<CardModel>;

/** Runs a widget here, in the process that answers. */
export const runInline: WidgetRunner = async ({ widget, data, context, took }) => {
  const began = performance.now();
  try {
    return widget.processData(data, context);
  } finally {
    took?.(performance.now() - began);
  }
};
