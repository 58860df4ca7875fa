/** `[start, end)` in UTF-16 units of the text that was read. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Something at file scope. */
export interface CItem extends Range {
  /** Whether it stands inside an `#if` other than the include guard, so that it may not be compiled. */
  readonly conditional: boolean;
}

/** A function definition. */
export interface CFunction extends CItem {
  readonly name: string;
  /** Place of the name. */
  readonly nameRange: Range;
  /** From `{` to `}`, both included. */
  readonly body: Range;
  /** From `(` to `)`, both included. */
  readonly parameters: Range;
  /** Everything before the name: storage class and result type, blanks folded. */
  readonly prefix: string;
  readonly isStatic: boolean;
}

/** A file-scope variable: a definition, or an `extern` declaration. One entry per declarator. */
export interface CVariable extends CItem {
  readonly name: string;
  readonly nameRange: Range;
  /** Declaration specifiers as written, blanks folded, for example `static const struct config_enum_entry`. */
  readonly specifiers: string;
  readonly isStatic: boolean;
  readonly isExtern: boolean;
  readonly isArray: boolean;
  /** The initializer without `=`, or undefined. */
  readonly initializer: Range | undefined;
}

/** A file-scope function prototype. */
export interface CPrototype extends CItem {
  readonly name: string;
  readonly nameRange: Range;
  readonly prefix: string;
}

/** A struct, union or enum definition, or a typedef; `name` is the typedef's name where there is one, else the tag. */
export interface CType extends CItem {
  readonly name: string;
  readonly nameRange: Range;
  readonly kind: 'struct' | 'union' | 'enum' | 'other';
  /** Enumerators of an enum, in order. */
  readonly enumerators: readonly (Range & { readonly name: string })[];
}

/** A preprocessor line that matters to placing. */
export interface CInclude extends CItem {
  /** What is included, without quotes or angle brackets. */
  readonly header: string;
  readonly system: boolean;
}

/** A `#define`. */
export interface CDefine extends CItem {
  readonly name: string;
  /** Body text without comments, trimmed. */
  readonly body: string;
  readonly isFunctionLike: boolean;
}

/** File-scope contents of one C file, in order of place: plain data, no syntax node leaves the parser. */
export interface COutline {
  readonly functions: readonly CFunction[];
  readonly variables: readonly CVariable[];
  readonly prototypes: readonly CPrototype[];
  readonly types: readonly CType[];
  readonly includes: readonly CInclude[];
  readonly defines: readonly CDefine[];
}

/** An element of an initializer list; `text` is as written, without comments outside literals, blanks folded. */
export interface CElement extends Range {
  readonly text: string;
  /** Elements of a nested `{…}`, else undefined. */
  readonly elements: readonly CElement[] | undefined;
  /** Designator as written, for example `[LWTRANCHE_X]` or `.fn_name`. */
  readonly designator: string | undefined;
  /**
   * Conditions that surround the element inside the list, outermost first: the line of the branch, and of those before it,
   * for example `#ifdef A` or `#else of #elif B of #ifdef A`. Alternatives stand side by side; see `isUsuallyCompiled`.
   */
  readonly conditions: readonly string[];
}

/** An array or struct initializer of a file-scope variable. */
export interface CInitializer extends Range {
  readonly name: string;
  readonly elements: readonly CElement[];
}

/** A call inside a function body. */
export interface CCall extends Range {
  readonly name: string;
  /** Argument texts as written. */
  readonly arguments: readonly string[];
  /** The statement that holds the call. */
  readonly statement: Range;
}

/**
 * Reads C as PostgreSQL writes it: tree-sitter over masked text, and a second pass with `#if` resolved for what the
 * first could not understand. Every answer is plain data in offsets of the given text. Parsing never fails.
 */
export interface CSyntax {
  /** File-scope contents, united from both passes. */
  outline(text: string): COutline;
  /** The initializer list of the file-scope variable `name`, or undefined where it has none. */
  initializer(text: string, name: string): CInitializer | undefined;
  /** All calls inside the function `name`, in order of place; undefined where the file does not define it. */
  calls(text: string, functionName: string): readonly CCall[] | undefined;
  /** Number of ERROR and MISSING nodes left by the better of the two passes: compare before with after, never with zero. */
  damage(text: string): number;
}
