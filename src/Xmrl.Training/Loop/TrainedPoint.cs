namespace Xmrl.Training.Loop;

/// <summary>Where a training stands after one of its iterations.</summary>
/// <param name="Iteration">The iteration, from 0.</param>
/// <param name="Interactions">Environment steps of the training so far, without those of any scoring.</param>
/// <param name="Parameters">θ, which the training moves on in place. Shape [P].</param>
internal readonly record struct TrainedPoint(long Iteration, long Interactions, Real[] Parameters);
