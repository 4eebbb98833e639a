using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.FrozenLake;

/// <summary>One copy of a Frozen Lake task.</summary>
internal sealed class FrozenLakeWalker(FrozenLakeMap map) : ISingleEnvironment
{
    private RandomKey _key;
    private ulong _step;
    private int _cell;

    public void Reset(RandomKey key, Span<Real> observation)
    {
        _key = key.Derive(RandomPurpose.Dynamics);
        _step = 0;
        _cell = 0;
        Observe(observation);
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        Real direction = action[0];
        if (!(direction >= 0 && direction < FrozenLakeMap.Directions && direction == Math.Floor(direction)))
        {
            throw new ArgumentException(
                $"The action must be a direction, 0 left, 1 down, 2 right or 3 up; found {direction}.", nameof(action));
        }

        int side = map.Slips ? (int)(3 * _key.Uniform(_step)) - 1 : 0;
        _step++;
        _cell = map.Next(_cell, (int)direction + side);
        Observe(observation);
        return new SingleStep(map.Pay(_cell), map.Ends(_cell));
    }

    private void Observe(Span<Real> observation)
    {
        observation.Clear();
        observation[_cell] = 1;
    }
}
