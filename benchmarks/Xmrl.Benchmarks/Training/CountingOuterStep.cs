using Xmrl.Meta.Outer;

namespace Xmrl.Benchmarks.Training;

/// <summary>Another outer step, whose Fisher products and candidates are counted.</summary>
/// <param name="step">The outer step: Adam, or a trust region.</param>
internal sealed class CountingOuterStep(IOuterStep step) : IOuterStep
{
    /// <summary>Fisher products of the last step.</summary>
    public int FisherProducts { get; private set; }

    /// <summary>Other parameters than the first at which the last step evaluated the objective.</summary>
    public int Candidates { get; private set; }

    public bool NeedsProblem => step.NeedsProblem;

    public bool NeedsFisher => step.NeedsFisher;

    public IReadOnlyList<(string Name, double[] Values)> State => step.State;

    public void Restore(IReadOnlyList<(string Name, double[] Values)> state) => step.Restore(state);

    public OuterReport Step(Span<Real> parameters, IOuterProblem problem)
    {
        (FisherProducts, Candidates) = (0, 0);
        return step.Step(parameters, new CountedProblem(this, problem, parameters.ToArray()));
    }

    private sealed class CountedProblem(CountingOuterStep counts, IOuterProblem problem, Real[] start) : IOuterProblem
    {
        public ReadOnlySpan<double> Gradient => problem.Gradient;

        public void FisherProduct(ReadOnlySpan<double> vector, Span<double> product)
        {
            counts.FisherProducts++;
            problem.FisherProduct(vector, product);
        }

        public (double Value, double Divergence) Evaluate(ReadOnlySpan<Real> candidate)
        {
            counts.Candidates += candidate.SequenceEqual(start) ? 0 : 1;
            return problem.Evaluate(candidate);
        }

        public void PenalizedGradient(ReadOnlySpan<Real> candidate, double penalty, Span<double> gradient)
            => throw new NotSupportedException("The formula has no term for epochs on fixed rollouts.");

        public double InnerDivergence(ReadOnlySpan<Real> candidate) => problem.InnerDivergence(candidate);

        public void MetaFisherProduct(ReadOnlySpan<double> vector, Span<double> product)
        {
            counts.FisherProducts++;
            problem.MetaFisherProduct(vector, product);
        }

        public double MetaDivergence(ReadOnlySpan<Real> candidate) => problem.MetaDivergence(candidate);
    }
}
