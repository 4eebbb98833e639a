namespace Xmrl.Environments.Checks;

/// <summary>Gives the action of a copy at a step; the same for all tasks.</summary>
/// <param name="copy">The copy.</param>
/// <param name="step">The step, 0 for the first.</param>
/// <param name="action">Receives the action. Shape [A].</param>
internal delegate void ActionSource(int copy, int step, Span<Real> action);
