using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Doors;

/// <summary>One copy of <c>Doors-v1</c>.</summary>
/// <remarks>An observation has a number per door, 1 for the one that a peek has just shown and else 0, and last whether the choice has been
/// made. Only the first action counts.</remarks>
/// <param name="prize">The door with the prize.</param>
internal sealed class DoorsEnvironment(int prize) : ISingleEnvironment
{
    private bool _hasChosen;

    public void Reset(RandomKey key, Span<Real> observation)
    {
        _hasChosen = false;
        observation.Clear();
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        Real choice = action[0];
        if (!(choice >= 0 && choice <= DoorsFamily.Peek && choice == Math.Floor(choice)))
        {
            throw new ArgumentException(
                $"The action must be a door, 0 … {DoorsFamily.Doors - 1}, or {DoorsFamily.Peek} to peek; found {choice}.", nameof(action));
        }

        observation.Clear();
        observation[DoorsFamily.Doors] = 1;
        if (_hasChosen)
        {
            return new SingleStep(0);
        }

        _hasChosen = true;
        if (choice == DoorsFamily.Peek)
        {
            observation[prize] = 1;
            return new SingleStep((Real)(-DoorsFamily.PeekCost));
        }

        return new SingleStep(choice == prize ? 1 : 0);
    }
}
