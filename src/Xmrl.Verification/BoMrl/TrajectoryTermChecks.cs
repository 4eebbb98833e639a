using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

using static Xmrl.Verification.TabularProblem;

namespace Xmrl.Verification.BoMrl;

/// <summary>The sampled terms of BO-MRL's hyper-gradient through advantages and visited states, against exact derivatives by listing all
/// trajectories.</summary>
internal static class TrajectoryTermChecks
{
    private const double Strength = 0.7;

    /// <summary>Weight of a sample: a mean over the two of a trajectory.</summary>
    private const double Weight = 0.5;

    private static readonly TabularProblem s_task = new(0.3);

    /// <summary>Any adapted parameters and any adjoint: the terms are linear in the latter.</summary>
    private static readonly Real[] s_adapted = [(Real)0.8, (Real)(-0.1), (Real)(-0.3), (Real)0.7, (Real)0.2, (Real)(-0.5)];

    private static readonly double[] s_adjoint = [0.4, -1.1, 0.6, 0.9, -0.2, 1.3];

    /// <summary>Both terms, each alone.</summary>
    public static TheoryCheck Estimators()
    {
        double value = Deviation.Between(Expect(new ProximalOptions { ValueTerm = true }), ValueTerm());
        double visit = Deviation.Between(Expect(new ProximalOptions { VisitTerm = true }), VisitTerm());
        double share = VectorOperations.Norm(VisitTerm()) / VectorOperations.Norm(ValueTerm());
        double error = Math.Max(value, visit);
        return new TheoryCheck
        {
            Name = "BO-MRL, sampled terms",
            Source = "bo-mrl, Proposition 2 with the term of the visits, which it omits",
            Statement =
                "E[sampled value term] and E[sampled visit term] are the exact ones (two states, two actions, two steps, every trajectory "
                    + "listed), and neither is small beside the other",
            Figure =
                $"relative error {Deviation.Text(value)} and {Deviation.Text(visit)} ≤ {Deviation.Text(Deviation.Rounding)}; visit term "
                    + $"{share:0.00} times the value term",
            Passed = error <= Deviation.Rounding && share >= Deviation.Visible && 1 / share >= Deviation.Visible,
        };
    }

    private static double[] Expect(ProximalOptions options)
    {
        var program = new SurrogateProgram(Policy, new ImportanceRatio(), holdBase: true, ProximalDivergence.Forward);
        var inner = new SurrogateEvaluator(program) { Centre = new ProximalCentre(Theta, Strength) };
        var score = new SurrogateEvaluator(new SurrogateProgram(Policy, new Score()));
        var terms = new TrajectoryTerms(inner, score, options, Discount);
        Jet[] theta = Variables(Theta);
        var sum = new double[Parameters];
        foreach (Trajectory trajectory in s_task.Trajectories)
        {
            SampleBatch samples = Samples([trajectory]);
            for (int h = 0; h < 2; h++)
            {
                samples.Advantages[h] = (Real)(Weight * Return(trajectory, h));
            }

            inner.Remember(Theta, samples);
            var gradient = new double[Parameters];
            terms.Add(new TermsRequest(Theta, s_adapted, samples, s_adjoint), gradient);
            VectorOperations.AddScaled(s_task.Probability(theta, [trajectory]).Value, gradient, sum);
        }

        return sum;
    }

    /// <summary>w·Σ_s P(s₀ = s) Σ_a uᵀ∇π_θ′(a|s)·∇_φQ(s, a); at the last step Q does not depend on φ.</summary>
    private static double[] ValueTerm()
    {
        Jet[] theta = Variables(Theta);
        var sum = new double[Parameters];
        foreach (IGrouping<(int S0, int A0), Trajectory> first in s_task.Trajectories.GroupBy(t => (t.S0, t.A0)))
        {
            Jet mass = Jet.Sum(first.Select(t => s_task.Probability(theta, [t])));
            Jet value = Jet.Sum(first.Select(t => Return(t, 0) * s_task.Probability(theta, [t]))) / mass;
            double start = mass.Value / Choice(theta, first.Key.S0, first.Key.A0).Value;
            VectorOperations.AddScaled(Weight * start * Move(first.Key.S0, first.Key.A0), value.Gradient, sum);
        }

        return sum;
    }

    /// <summary>w·Σ_s ∇_φP(s₁ = s)·[Σ_a uᵀ∇π_θ′(a|s)·Q(s, a) − λuᵀ∇_θ′KL(π_φ ‖ π_θ′)(s)]; the first state does not depend on φ.</summary>
    private static double[] VisitTerm()
    {
        Jet[] theta = Variables(Theta);
        Jet[] adapted = Variables(s_adapted);
        var sum = new double[Parameters];
        foreach (Trajectory trajectory in s_task.Trajectories)
        {
            int state = trajectory.S1;
            double summand = 0;
            foreach (Trajectory action in s_task.Trajectories.Where(t => (t.S0, t.A0, t.S1) == (trajectory.S0, trajectory.A0, state)))
            {
                summand += (Move(state, action.A1) * Return(action, 1))
                    + (Strength * Choice(theta, state, action.A1).Value * Along(ActionScore(adapted, state, action.A1)));
            }

            VectorOperations.AddScaled(Weight * summand, s_task.Probability(theta, [trajectory]).Gradient, sum);
        }

        return sum;
    }

    /// <summary>uᵀ∇π_θ′(a|s).</summary>
    private static double Move(int state, int action)
    {
        Jet[] adapted = Variables(s_adapted);
        return Choice(adapted, state, action).Value * Along(ActionScore(adapted, state, action));
    }

    private static double Along(Jet[] score) => score.Select((component, i) => component.Value * s_adjoint[i]).Sum();

    /// <summary>Discounted return from a step on, as seen from it.</summary>
    private static double Return(Trajectory trajectory, int step) => ToGo(trajectory)[step] / Math.Pow(Discount, step);
}
