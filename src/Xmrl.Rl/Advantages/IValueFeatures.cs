using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>Features in which a value function is linear. Immutable or for one thread at a time.</summary>
public interface IValueFeatures
{
    /// <summary>F, the number of features, ≥ 1.</summary>
    public int Count { get; }

    /// <summary>Whether the features depend on the time step; if not, times are not read and may be empty.</summary>
    public bool UsesTime { get; }

    /// <summary>Whether the features tell how far an episode is, by the time step or by a state that says as much. Their value then
    /// learns that nothing comes after the time limit;
    /// without it a state at the limit looks like the same state long before, and its value goes on beyond the limit.
    /// <see cref="UsesTime"/> unless said otherwise.</summary>
    public bool TellsTime => UsesTime;

    /// <summary>Features of the state alone, for mixed states, which belong to no time step: these themselves unless they depend on
    /// time.</summary>
    /// <exception cref="NotSupportedException">They depend on time and name none.</exception>
    public IValueFeatures OfState
        => UsesTime ? throw new NotSupportedException($"{GetType().Name} depend on time and name no features of the state alone.") : this;

    /// <summary>The ridge with which these features are fitted unless the caller says otherwise.</summary>
    public double DefaultRegularization { get; }

    /// <summary>Whether ΦᵀΦ may be summed in single precision block by block: features of size at most 1 that are not nearly
    /// collinear.</summary>
    public bool AllowsSinglePrecisionSums { get; }

    /// <summary>φ of every sample.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="times">t of each sample. Shape [n], or empty where <see cref="UsesTime"/> is false.</param>
    /// <param name="features">Receives φ. Shape [F, n].</param>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features);
}
