using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Trials.Policies;

namespace Xmrl.Trials.Recurrent;

/// <summary>Moves the memory of trials in lock-step, one step at a time. One per worker.</summary>
/// <param name="network">The compiled parts.</param>
internal sealed class GruPlayer(GruNetwork network) : ITrialPlayer
{
    private readonly GruWindow _window = new(network);

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<Real> parameters) => _window.Load(parameters);

    /// <inheritdoc/>
    /// <remarks>The memory goes on as it is.</remarks>
    public void BeginTrajectory(ITrialMemory memory, int trial, RandomKey key)
    {
    }

    /// <inheritdoc/>
    public Matrix See(ITrialMemory memory, ConstMatrix inputs)
    {
        _window.Begin(inputs.Columns, 1);
        ((ConstMatrix)((GruMemory)memory).Values).CopyTo(_window.Start);
        _window.Forward(inputs);
        return _window.End;
    }

    /// <inheritdoc/>
    public void Keep(ITrialMemory memory, int trial)
    {
        Matrix values = ((GruMemory)memory).Values;
        Matrix after = _window.End;
        for (int m = 0; m < values.Rows; m++)
        {
            values[m, trial] = after[m, trial];
        }
    }
}
