namespace Xmrl.Rl.Environments;

/// <summary>Capability of an environment: its copies can be put into a state mixed from two visited states.</summary>
/// <remarks>A state is all that the future depends on, except the step counter and the keys of random numbers. See xmrl.txt, equation (4)
/// and Appendix C.</remarks>
public interface IMixable
{
    /// <summary>S, the number of components of a state.</summary>
    public int StateSize { get; }

    /// <summary>Reads the present states.</summary>
    /// <param name="copies">Copies to read. Shape [k].</param>
    /// <param name="states">Receives one row per copy. Shape [k, S].</param>
    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states);

    /// <summary>s̄ = w·s + (1 − w)·s′, in the sense that fits the state space: points convexly, rotations on the shorter arc.</summary>
    /// <param name="first">First state s. Shape [S].</param>
    /// <param name="second">Second state s′. Shape [S].</param>
    /// <param name="weight">w, the weight of s, in [0, 1]: 1 gives s exactly, 0 gives s′ exactly.</param>
    /// <param name="mixed">Receives s̄. Shape [S]; no overlap with the inputs.</param>
    /// <exception cref="ArgumentException">A shape is wrong, or w lies outside [0, 1].</exception>
    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed);

    /// <summary>Puts copies into given states and begins a new count of steps there.</summary>
    /// <param name="copies">Distinct copies. Shape [k].</param>
    /// <param name="states">One row per copy. Shape [k, S].</param>
    /// <param name="observations">Receives the observations in those states. Shape [k, O].</param>
    /// <param name="feasible">Receives whether an episode can be in that state without having ended. Shape [k].</param>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible);
}
