using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Actions that a check plays.</summary>
internal static class ProbeActions
{
    /// <summary>Standard normal numbers, as a new policy draws them, or choices with equal probability.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="key">Random numbers.</param>
    public static ActionSource Random(EnvironmentSpec spec, RandomKey key) => (copy, step, action) =>
    {
        RandomKey own = key.Derive((ulong)copy);
        if (spec.ActionChoices > 0)
        {
            action[0] = own.Integer((ulong)step, spec.ActionChoices);
        }
        else
        {
            own.FillNormal((ulong)step * (ulong)action.Length, action);
        }
    };

    /// <summary>As <see cref="Random"/> in odd copies; in even ones the first action is held throughout, which leads far away.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="key">Random numbers.</param>
    public static ActionSource HeldAndRandom(EnvironmentSpec spec, RandomKey key)
    {
        ActionSource random = Random(spec, key);
        return (copy, step, action) => random(copy, copy % 2 == 0 ? 0 : step, action);
    }

    /// <summary>The same number in every component of every action.</summary>
    /// <param name="value">The number.</param>
    public static ActionSource Constant(Real value) => (_, _, action) => action.Fill(value);
}
