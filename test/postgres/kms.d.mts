/** Registrations in order: kind and request. */
export declare const registrations: (
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          type: string;
          default: boolean;
          context: string;
          group: string;
          shortDesc: string;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          type: string;
          default: number;
          min: number;
          max: number;
          unit: string;
          context: string;
          group: string;
          shortDesc: string;
          longDesc: string;
          checkHook: boolean;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          type: string;
          default: string;
          min: string;
          max: string;
          context: string;
          group: string;
          shortDesc: string;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          type: string;
          default: string;
          context: string;
          group: string;
          shortDesc: string;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          type: string;
          options: string[];
          default: string;
          context: string;
          group: string;
          shortDesc: string;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          kind: string;
          lock: string;
          maxEntries: string;
        }
    )[]
  | (
      | string
      | {
          file: string;
          header: string;
          name: string;
          kind: string;
          lock: string;
          keyType: string;
          entryType: string;
          maxEntries: number;
        }
    )[]
  | (
      | string
      | {
          name: string;
          returns: string;
          volatility: string;
          strict: boolean;
          parallel: string;
          description: string;
          near: string;
          file: string;
        }
    )[]
  | (
      | string
      | {
          name: string;
          args: (
            | {
                name: string;
                type: string;
                default?: never;
              }
            | {
                name: string;
                type: string;
                default: string;
              }
          )[];
          returns: string;
          volatility: string;
          strict: boolean;
          parallel: string;
          description: string;
          near: string;
          file: string;
        }
    )[]
  | (
      | string
      | {
          name: string;
          args: (
            | {
                name: string;
                type: string;
                default: string;
                mode?: never;
              }
            | {
                default?: never;
                name: string;
                type: string;
                mode: string;
              }
          )[];
          set: boolean;
          rows: number;
          volatility: string;
          strict: boolean;
          parallel: string;
          description: string;
          file: string;
        }
    )[]
  | (
      | string
      | {
          name: string;
          args: {
            name: string;
            type: string;
            mode: string;
          }[];
          returns: string;
          volatility: string;
          strict: boolean;
          parallel: string;
          description: string;
          file: string;
        }
    )[]
  | (
      | string
      | {
          name: string;
          args: {
            name: string;
            type: string;
          }[];
          returns: string;
          volatility: string;
          strict: boolean;
          parallel: string;
          description: string;
          file: string;
        }
    )[]
)[];
/** What pg_settings must say of each parameter. */
export declare const settings: {
  kms_enabled: {
    setting: string;
    vartype: string;
    context: string;
    boot_val: string;
    unit: string;
    min_val: string;
    max_val: string;
    enumvals: string;
    shown: string;
    short_desc: string;
  };
  kms_cache_size: {
    setting: string;
    vartype: string;
    context: string;
    boot_val: string;
    unit: string;
    min_val: string;
    max_val: string;
    enumvals: string;
    shown: string;
    short_desc: string;
  };
  kms_timeout_factor: {
    setting: string;
    vartype: string;
    context: string;
    boot_val: string;
    unit: string;
    min_val: string;
    max_val: string;
    enumvals: string;
    shown: string;
    short_desc: string;
  };
  kms_provider: {
    setting: string;
    vartype: string;
    context: string;
    boot_val: string;
    unit: string;
    min_val: string;
    max_val: string;
    enumvals: string;
    shown: string;
    short_desc: string;
  };
  kms_mode: {
    setting: string;
    vartype: string;
    context: string;
    boot_val: string;
    unit: string;
    min_val: string;
    max_val: string;
    enumvals: string;
    shown: string;
    short_desc: string;
  };
};
/** Calls and what the neutral bodies answer. */
export declare const calls: string[][];
/** Names of the areas in pg_shmem_allocations. */
export declare const areas: string[];
