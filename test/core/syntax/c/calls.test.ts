import { describe, expect, it } from 'vitest';
import { cSyntax } from '../../../support/context.ts';

const SIZES = `Size
KmsTotal(int *n)
{
	Size		size;		/* add_size(size, 0) */

	size = 100000;
	size = add_size(size, hash_estimate_size(KMS_SLOTS,
											 sizeof(KmsSlot)));
#ifdef KMS_DEBUG
	size = add_size(size, KmsDebugSize());
#endif
	if (KmsEnabled() && n)
		KmsInit();
	else
	{
		log_it("a, (b)", ',');
		*n = KmsCount(x, (y, z));
	}
	for (int i = First(); i < Last(); i++)
		Visit(i);
	switch (kind)
	{
		case KMS_A:
			KmsStart();
			break;
		default:
			KmsStop();
	}
	return add_size(size, 8192 - (size % 8192));
}

static void
Other(void)
{
	KmsOther();
}
`;

const calls = cSyntax.calls(SIZES, 'KmsTotal') ?? [];
const call = (name: string) => calls.find((one) => one.name === name);
const statement = (name: string) => SIZES.slice(call(name)?.statement.start, call(name)?.statement.end);

describe('calls', () => {
  it('come in order of place, nested ones after the call that holds them', () => {
    expect(calls.map((one) => one.name)).toEqual([
      'add_size',
      'hash_estimate_size',
      'add_size',
      'KmsDebugSize',
      'KmsEnabled',
      'KmsInit',
      'log_it',
      'KmsCount',
      'First',
      'Last',
      'Visit',
      'KmsStart',
      'KmsStop',
      'add_size',
    ]);
  });

  it('have their arguments as written', () => {
    expect(call('add_size')?.arguments).toEqual(['size', 'hash_estimate_size(KMS_SLOTS,\n\t\t\t\t\t\t\t\t\t\t\t sizeof(KmsSlot))']);
    expect(call('log_it')?.arguments).toEqual(['"a, (b)"', "','"]);
    expect(call('KmsCount')?.arguments).toEqual(['x', '(y, z)']);
    expect(call('KmsInit')?.arguments).toEqual([]);
    expect(SIZES.slice(call('KmsCount')?.start, call('KmsCount')?.end)).toBe('KmsCount(x, (y, z))');
  });

  it('know the statement that holds them', () => {
    expect(statement('hash_estimate_size')).toMatch(/^size = add_size\([\s\S]*\);$/);
    expect(statement('KmsDebugSize')).toBe('size = add_size(size, KmsDebugSize());');
    expect(statement('KmsInit')).toBe('KmsInit();');
    expect(statement('KmsCount')).toBe('*n = KmsCount(x, (y, z));');
    expect(statement('Visit')).toBe('Visit(i);');
    expect(statement('KmsStart')).toBe('KmsStart();');
    expect(statement('KmsStop')).toBe('KmsStop();');
  });

  it('in a condition belong to the statement that tests it', () => {
    expect(statement('KmsEnabled')).toBe('if (KmsEnabled() && n)\n\t\tKmsInit();');
    expect(statement('Last').startsWith('for (int i = First();')).toBe(true);
  });

  it('are undefined for a function that is not defined in the file', () => {
    expect(cSyntax.calls(SIZES, 'Missing')).toBeUndefined();
    expect(cSyntax.calls(SIZES, 'Other')?.map((one) => one.name)).toEqual(['KmsOther']);
  });
});
