using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;

using static Xmrl.Verification.TabularProblem;

namespace Xmrl.Verification;

/// <summary>Estimators of the library against exact derivatives, by listing every batch of a tabular task: no sampling error is
/// left.</summary>
internal static class EstimatorChecks
{
    private const double StepSize = 0.4;
    private const string Problem = "two states, two actions, two steps, every batch listed";

    private static readonly TabularProblem s_task = new(0.3);

    public static TheoryCheck PolicyGradient()
    {
        double[] exact = s_task.Return(Variables(Theta)).Gradient;
        double error = ((ISurrogate[])[new Score(), new LowVarianceCurvature(), new Dice(), new TrajectoryHessian()])
            .Max(
                surrogate => Deviation.Between(
                    Expect(2, samples => Gradient(new SurrogateEvaluator(new SurrogateProgram(Policy, surrogate)), samples)), exact));
        return Equal(
            "Policy gradient", "Sutton et al. (1999); sg-mrl, eq. (5)",
            $"E[∇ surrogate] = ∇J for score, LVC, DiCE and trajectory Hessian ({Problem})", error);
    }

    public static TheoryCheck Hessian()
    {
        double[] exact = [.. s_task.Return(Variables(Theta)).Hessian.Cast<double>()];
        double error = ((ISurrogate[])[new Dice(), new TrajectoryHessian()])
            .Max(surrogate => Deviation.Between(Curvature(surrogate), exact));
        return Equal(
            "Hessian", "sg-mrl, eqs. (8), (9); Foerster et al. (2018)",
            $"E[∇² surrogate] = ∇²J for DiCE and trajectory Hessian ({Problem})", error);
    }

    public static TheoryCheck HessianBias()
    {
        double[] exact = [.. s_task.Return(Variables(Theta)).Hessian.Cast<double>()];
        double bias = ((ISurrogate[])[new Score(), new LowVarianceCurvature()])
            .Min(surrogate => Deviation.Between(Curvature(surrogate), exact));
        return Biased("Hessian of the score", "Rothfuss et al. (2019)", $"E[∇² surrogate] ≠ ∇²J for score and LVC ({Problem})", bias);
    }

    public static TheoryCheck SgMrl()
    {
        double error = ((ReadOnlySpan<(int Steps, int Inner)>)[(1, 1), (1, 2), (2, 1)]).ToArray()
            .Max(
                c => Deviation.Between(
                    HyperGradient(c.Steps, c.Inner, value => value),
                    s_task.Adapted(Variables(Theta), StepSize, c.Steps, c.Inner).Gradient));
        return Equal(
            "SG-MRL", "sg-mrl, eqs. (13), (39)", $"E[hyper-gradient] = ∇V_K for K = 1, 2 and one or two inner trajectories ({Problem})",
            error);
    }

    public static TheoryCheck MamlBias()
    {
        double bias = Deviation.Between(HyperGradient(1, 2, _ => 0), s_task.Adapted(Variables(Theta), StepSize, 1, 2).Gradient);
        return Biased("MAML's bias", "sg-mrl, Section 3", $"without the sampling correction E[hyper-gradient] ≠ ∇V_1 ({Problem})", bias);
    }

    public static TheoryCheck EMaml()
    {
        double one = Deviation.Between(HyperGradient(1, 1, value => value), s_task.Adapted(Variables(Theta), StepSize, 1, 1).Gradient);
        double two = Deviation.Between(HyperGradient(1, 2, value => value / 2), s_task.Adapted(Variables(Theta), StepSize, 1, 2).Gradient);
        return new TheoryCheck
        {
            Name = "E-MAML",
            Source = "Stadie et al. (2018); sg-mrl, Section 3",
            Statement = $"with the mean of the correction E[hyper-gradient] = ∇V_1 for one inner trajectory, and not for two ({Problem})",
            Figure =
                $"relative error {Deviation.Text(one)} ≤ {Deviation.Text(Deviation.Rounding)} for one; bias {Deviation.Text(two)} ≥ "
                    + $"{Deviation.Text(Deviation.Visible)} for two",
            Passed = one <= Deviation.Rounding && two >= Deviation.Visible,
        };
    }

    private static TheoryCheck Equal(string name, string source, string statement, double error) => new()
    {
        Name = name,
        Source = source,
        Statement = statement,
        Figure = $"relative error {Deviation.Text(error)} ≤ {Deviation.Text(Deviation.Rounding)}",
        Passed = error <= Deviation.Rounding,
    };

    private static TheoryCheck Biased(string name, string source, string statement, double bias) => new()
    {
        Name = name,
        Source = source,
        Statement = statement,
        Figure = $"relative bias {Deviation.Text(bias)} ≥ {Deviation.Text(Deviation.Visible)}",
        Passed = bias >= Deviation.Visible,
    };

    private static double[] Gradient(SurrogateEvaluator evaluator, SampleBatch samples)
    {
        var gradient = new double[Parameters];
        evaluator.ValueAndGradient(Theta, samples, gradient);
        return gradient;
    }

    private static double[] Curvature(ISurrogate surrogate)
    {
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, surrogate));
        return Expect(1, samples =>
        {
            var hessian = new double[Parameters * Parameters];
            for (int i = 0; i < Parameters; i++)
            {
                var unit = new double[Parameters];
                unit[i] = 1;
                evaluator.HessianProduct(Theta, samples, unit, hessian.AsSpan(i * Parameters, Parameters));
            }

            return hessian;
        });
    }

    private static double[] Expect(int size, Func<SampleBatch, double[]> estimate)
    {
        Jet[] theta = Variables(Theta);
        double[]? sum = null;
        foreach (Trajectory[] batch in s_task.Batches(size))
        {
            double[] value = estimate(Samples(batch));
            sum ??= new double[value.Length];
            Numerics.Linear.VectorOperations.AddScaled(s_task.Probability(theta, batch).Value, value, sum);
        }

        return sum!;
    }

    /// <summary>The mean of the library's hyper-gradient over all inner batches and outer trajectories; the weight of the correction is a
    /// function of J̃.</summary>
    private static double[] HyperGradient(int steps, int inner, Func<double, double> weight)
    {
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, new Score()));
        var likelihood = new SurrogateEvaluator(new SurrogateProgram(Policy, new LogLikelihood()));
        var rule = new InnerStep(StepSize, steps, Parameters);
        var sum = new double[Parameters];
        var gradient = new double[Parameters];
        Visit([Theta], [], 1);
        return sum;

        void Visit(Real[][] path, SampleBatch[] data, double probability)
        {
            Jet[] theta = Variables(path[^1]);
            foreach (Trajectory[] batch in s_task.Batches(data.Length < steps ? inner : 1))
            {
                SampleBatch samples = Samples(batch);
                double q = probability * s_task.Probability(theta, batch).Value;
                if (data.Length < steps)
                {
                    evaluator.ValueAndGradient(path[^1], samples, gradient);
                    Visit([.. path, rule.Apply(path[^1], gradient)], [.. data, samples], q);
                    continue;
                }

                var all = new AdaptationData
                {
                    Path = path,
                    Inner = data,
                    Outer = samples,
                    CorrectionWeight = weight(samples.DiscountedRewards.Sum(reward => (double)reward)),
                };
                new AdaptedObjective(
                    evaluator, evaluator, rule, GradientOrder.SecondOrder, all)
                { Likelihood = likelihood }.Gradient(Theta, gradient);
                Numerics.Linear.VectorOperations.AddScaled(q, gradient, sum);
            }
        }
    }
}
