using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Trials.Policies;

/// <summary>Tells trials in lock-step, step by step, what they know. One per worker; what a trial is told does not depend on the
/// others.</summary>
internal interface ITrialPlayer
{
    /// <summary>Sets the parameters of the calls that follow.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    void Load(ReadOnlySpan<Real> parameters);

    /// <summary>Begins a trajectory of a trial.</summary>
    /// <param name="memory">What the trials have seen.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="key">Random numbers of this trajectory's memory.</param>
    void BeginTrajectory(ITrialMemory memory, int trial, RandomKey key);

    /// <summary>What the head observes at this step.</summary>
    /// <param name="memory">What the trials have seen before.</param>
    /// <param name="inputs">x of every trial, normalised. Shape [I, B].</param>
    /// <returns>Valid until the next call. Shape [observations of the head, B].</returns>
    Matrix See(ITrialMemory memory, ConstMatrix inputs);

    /// <summary>Keeps in memory what <see cref="See"/> showed a trial.</summary>
    /// <param name="memory">What the trials have seen.</param>
    /// <param name="trial">The trial.</param>
    void Keep(ITrialMemory memory, int trial);
}
