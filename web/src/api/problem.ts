interface FieldError {
  field?: string | null;
  code?: string;
  detail?: string;
}

interface Details {
  status: number;
  code: string;
  title: string;
  detail: string;
  field?: string | null;
  errors?: FieldError[] | null;
  request_id?: string;
}

const UNREACHABLE: Details = {
  status: 0,
  code: "UNREACHABLE",
  title: "Serveur injoignable",
  detail: "Palabre ne répond pas. Vérifiez votre connexion, puis réessayez.",
};

/** An answer other than a success, as problem+json says it (RFC 9457): `message` is the sentence for the person. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  private readonly fields: ReadonlyMap<string, string>;

  constructor(details: Details) {
    super(details.detail);
    this.name = "Problem";
    this.status = details.status;
    this.code = details.code;
    this.title = details.title;
    this.requestId = details.request_id;
    this.body = { ...details };
    const named = [...(details.errors ?? []), { field: details.field, detail: details.detail }];
    this.fields = new Map(
      named.flatMap((one) => (one.field ? [[one.field, one.detail ?? details.detail]] : [])),
    );
  }

  static async of(response: Response): Promise<Problem> {
    try {
      const details = (await response.json()) as Details;
      return new Problem({ ...UNREACHABLE, ...details, status: response.status });
    } catch {
      return new Problem({ ...UNREACHABLE, status: response.status });
    }
  }

  static unreachable(error: unknown): Error {
    return error instanceof Problem || (error instanceof DOMException && error.name === "AbortError")
      ? error
      : new Problem(UNREACHABLE);
  }

  /** What is wrong with a field of the form, if that is where the fault lies. */
  of(field: string): string | undefined {
    return this.fields.get(field);
  }
}

/** What the answer says is wrong with a field of the form. */
export const faultOf = (error: Error | null, field: string): string | undefined =>
  error instanceof Problem ? error.of(field) : undefined;
