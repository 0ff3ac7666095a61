import { AppError, type Calendar } from '#sdk';
import { byName, type Field, type FrameParts, type Segment } from '../frame/frame-parts.ts';
import { runsVector } from '../frame/runs-vector.ts';
import { partsOf, SegmentFrame } from '../frame/segment-frame.ts';
import type { Runs, Vector } from '../frame/vector.ts';

/** A frame as plain data that crosses threads; columns over shared memory are shared, others copied. */
export type FrameDescription = {
  readonly fields: readonly FieldDescription[];
  readonly segments: readonly SegmentDescription[];
  readonly order: FrameParts['order'];
  readonly hasCalendar: boolean;
};

/** `labelled`: its labels are those of the dataset's column of this name. */
type FieldDescription = Omit<Field, 'label'> & { readonly labelled: boolean };

type SegmentDescription = Omit<Segment, 'vector'> & {
  readonly vectors: ReadonlyMap<string, VectorDescription>;
};

type VectorDescription = Vector | { readonly kind: 'runs'; readonly runs: Runs };

export function describeFrame(frame: SegmentFrame): FrameDescription {
  const { fields, segments, order, calendar } = partsOf(frame);
  const vectors = new Map<Vector, VectorDescription>();
  return {
    fields: [...fields.values()].map(({ label, ...field }) => ({ ...field, labelled: label !== undefined })),
    segments: segments.map((segment) => describeSegment(segment, [...fields.keys()], vectors)),
    order,
    hasCalendar: calendar !== null,
  };
}

/** `time` goes with every segment in time order, since rows are put in order by it. */
function describeSegment(
  { vector, ...place }: Segment,
  names: readonly string[],
  known: Map<Vector, VectorDescription>,
): SegmentDescription {
  const needed = place.ordered ? new Set([...names, 'time']) : names;
  return { ...place, vectors: new Map([...needed].map((name) => [name, describe(vector(name), known)])) };
}

/** Segments of one chunk share its vectors: described once, they cross once. */
function describe(vector: Vector, known: Map<Vector, VectorDescription>): VectorDescription {
  const found = known.get(vector);
  if (found) return found;
  const { runs } = vector as { runs?: Runs };
  const description: VectorDescription = runs ? { kind: 'runs', runs } : vector;
  known.set(vector, description);
  return description;
}

export type FrameSurroundings = {
  /** The columns of the dataset that the frame is of, with their labels. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly calendar: Calendar;
};

/** The frame that was described, in the thread that it was described to. */
export function rebuildFrame(description: FrameDescription, around: FrameSurroundings): SegmentFrame {
  const vectors = new Map<VectorDescription, Vector>();
  return new SegmentFrame({
    fields: byName(description.fields.map((field) => rebuildField(field, around.fields))),
    segments: description.segments.map((segment) => rebuildSegment(segment, vectors)),
    order: description.order,
    calendar: description.hasCalendar ? around.calendar : null,
  });
}

function rebuildField({ labelled, ...field }: FieldDescription, known: FrameSurroundings['fields']): Field {
  const label = labelled ? known.get(field.name)?.label : undefined;
  return label ? { ...field, label } : field;
}

function rebuildSegment(
  { vectors, ...place }: SegmentDescription,
  known: Map<VectorDescription, Vector>,
): Segment {
  const vector = (name: string): Vector => {
    const description = vectors.get(name);
    if (!description) throw new AppError('unknown_column', { params: { column: name } });
    return known.get(description) ?? rebuild(description, known);
  };
  return { ...place, vector };
}

function rebuild(description: VectorDescription, known: Map<VectorDescription, Vector>): Vector {
  const vector = description.kind === 'runs' ? runsVector(description.runs) : description;
  known.set(description, vector);
  return vector;
}
