namespace Xmrl.Meta.Learning;

/// <summary>A task's part Δ of a training's next step.</summary>
/// <param name="Effect">⟨∇J, Δ⟩: to first order, what J gains by it.</param>
/// <param name="Seen">Squared length of Δ over parameters that J depends on.</param>
/// <param name="Unseen">Squared length of Δ over the others, which reach J only through later steps.</param>
internal readonly record struct TracedUpdate(double Effect, double Seen, double Unseen);
