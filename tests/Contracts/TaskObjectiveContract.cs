using Xmrl.Autodiff;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;

namespace Xmrl.Contracts;

/// <summary>What every task objective must do: derivatives of its own value, symmetric curvature, a positive semi-definite Fisher matrix,
/// no memory of earlier calls. Inherit it once per kind of objective.</summary>
public abstract class TaskObjectiveContract
{
#if REAL_IS_DOUBLE
    /// <summary>Central differences of fourth order err by about 1e-11 of the largest component; three inner steps, or an
    /// inner solve, add two digits.</summary>
    private const double DifferenceTolerance = 1e-7;

    /// <summary>Two ways to sum the same terms, through up to seven products.</summary>
    private const double RoundingTolerance = 1e-10;
#else
    /// <summary>Two ways to sum the same terms, through up to seven products.</summary>
    private const double RoundingTolerance = 2e-4;
#endif

    /// <summary>Whether the gradient is that of the value; false where the objective leaves a derivative out, as first-order MAML
    /// does.</summary>
    protected virtual bool IsExact => true;

    /// <summary>Parameters that every adaptation sets anew and that are no meta-parameters therefore; null for none.</summary>
    protected virtual TensorSpec? Frozen => null;

    [Fact]
    public void Value_AtTheRolloutsOwnParameters_SameBitsAsAdaptedAnew()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        (ITaskObjective other, Real[] same) = Create(knowsItsPath: false);
        same.ShouldBe(theta);
        theta.Length.ShouldBe(objective.Dimension);
        other.Value(theta).ShouldBe(objective.Value(theta));
        Gradient(other, theta).ShouldBe(Gradient(objective, theta));
        Product(other.HessianProduct, theta, 11).ShouldBe(Product(objective.HessianProduct, theta, 11));
        Product(other.FisherProduct, theta, 11).ShouldBe(Product(objective.FisherProduct, theta, 11));
    }

    [Fact]
    public void Value_EveryWayToAskForIt_IsTheSame()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        foreach (Real[] at in new[] { theta, Elsewhere(theta) })
        {
            double value = objective.Value(at);
            double scale = RoundingTolerance * Math.Max(1, Math.Abs(value));
            objective.ValueAndDivergence(at).Value.ShouldBe(value, scale);
            objective.Gradient(at, new double[at.Length]).ShouldBe(value, scale);
        }

        objective.Value(Elsewhere(theta)).ShouldNotBe(objective.Value(theta));
    }

    [Fact]
    public void Divergence_AtTheRolloutsOwnParameters_IsZeroAndPositiveElsewhere()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        objective.ValueAndDivergence(theta).Divergence.ShouldBe(0, RoundingTolerance);
        objective.ValueAndDivergence(Elsewhere(theta)).Divergence.ShouldBeGreaterThan(RoundingTolerance);
    }

#if REAL_IS_DOUBLE
    [Fact]
    public void Gradient_Anywhere_EqualsDifferencesOfTheValue()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        foreach (Real[] at in new[] { theta, Elsewhere(theta) })
        {
            double[] differences = Free(Differences.Gradient(x => objective.Value(x), at));
            double error = Differences.Error(Gradient(objective, at), differences);
            if (IsExact)
            {
                error.ShouldBeLessThan(DifferenceTolerance);
            }
            else
            {
                error.ShouldBeGreaterThan(0.01, "an objective that leaves nothing out says so");
            }
        }
    }

    [Fact]
    public void HessianProduct_Anywhere_EqualsDifferencesOfTheGradient()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        foreach (Real[] at in new[] { theta, Elsewhere(theta) })
        {
            double[] v = Free(RandomBatch.Direction(at.Length, 11));
            double[] differences = Differences.Along(x => Gradient(objective, x), at, v);
            double error = Differences.Error(Product(objective.HessianProduct, at, v), differences);
            if (IsExact)
            {
                error.ShouldBeLessThan(DifferenceTolerance);
            }
            else
            {
                error.ShouldBeGreaterThan(1e-4, "an objective that leaves nothing out says so");
            }
        }
    }
#endif

    [Fact]
    public void HessianProduct_TwoDirections_IsSymmetric()
        => ShouldBeSymmetric(objective => objective.HessianProduct);

    [Fact]
    public void FisherProduct_ManyDirections_IsSymmetricAndPositive()
    {
        ShouldBeSymmetric(objective => objective.FisherProduct);
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        for (ulong seed = 30; seed < 60; seed++)
        {
            double[] v = Free(RandomBatch.Direction(theta.Length, seed));
            Dot(v, Product(objective.FisherProduct, theta, v)).ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 24)]
    public void Multiply_Prepared_SameBitsAsTheProducts(long bytes)
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        foreach (Real[] at in new[] { theta, Elsewhere(theta) })
        {
            var memory = new PreparationMemory(bytes);
            using PreparedCurvature hessian = objective.PrepareHessian(at, memory);
            using PreparedCurvature fisher = objective.PrepareFisher(at, memory);
            foreach (ulong seed in new ulong[] { 4, 5, 4 })
            {
                double[] v = RandomBatch.Direction(at.Length, seed);
                var product = new double[v.Length];
                objective.Multiply(hessian, v, product);
                product.ShouldBe(Product(objective.HessianProduct, at, v));
                objective.Multiply(fisher, v, product);
                product.ShouldBe(Product(objective.FisherProduct, at, v));
            }
        }
    }

    [Fact]
    public void AllCalls_InAnyOrder_LeaveNoTrace()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        Real[] elsewhere = Elsewhere(theta);
        Real[] given = [.. theta];
        Func<Real[], double[]>[] calls =
        [
            at => [objective.Value(at)],
            at => Gradient(objective, at),
            at => Product(objective.HessianProduct, at, 11),
            at => Product(objective.FisherProduct, at, 12),
            at => [objective.ValueAndDivergence(at).Value, objective.ValueAndDivergence(at).Divergence],
        ];
        double[][] first = [.. calls.Select(call => call(theta))];
        foreach (Func<Real[], double[]> between in calls)
        {
            between(elsewhere);
            for (int i = calls.Length - 1; i >= 0; i--)
            {
                calls[i](theta).ShouldBe(first[i]);
            }
        }

        theta.ShouldBe(given);
    }

    [Fact]
    public void Gradient_OldNumbersInTheMemory_AreOverwritten()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        var gradient = new double[theta.Length];
        Array.Fill(gradient, double.NaN);
        objective.Gradient(theta, gradient);
        gradient.ShouldBe(Gradient(objective, theta));
        var product = new double[theta.Length];
        Array.Fill(product, double.NaN);
        objective.HessianProduct(theta, RandomBatch.Direction(theta.Length, 11), product);
        product.ShouldBe(Product(objective.HessianProduct, theta, 11));
    }

    [Fact]
    public void Derivatives_FrozenParameters_AreZero()
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        double[] gradient = Gradient(objective, theta);
        gradient.ShouldContain(value => value != 0);
        if (Frozen is not { } frozen)
        {
            // Every tensor counts: no parameter that the objective forgot.
            gradient.Count(value => value == 0).ShouldBe(0);
            return;
        }

        gradient[frozen.Offset..(frozen.Offset + frozen.Length)].ShouldAllBe(value => value == 0);
        double[] v = [.. theta.Select((_, i) => i >= frozen.Offset && i < frozen.Offset + frozen.Length ? 1.0 : 0)];
        Product(objective.HessianProduct, theta, v).ShouldAllBe(value => value == 0);
        Product(objective.FisherProduct, theta, v).ShouldAllBe(value => value == 0);
    }

    /// <summary>An objective and the meta-parameters of its rollouts.</summary>
    /// <param name="knowsItsPath">False for one that has to adapt anew, from the same parameters on the same rollouts.</param>
    protected abstract (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static Real[] Elsewhere(Real[] theta)
        => [.. theta.Zip(RandomBatch.Direction(theta.Length, 14), (x, d) => (Real)(x + (0.1 * d)))];

    private static double[] Gradient(ITaskObjective objective, Real[] theta)
    {
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        return gradient;
    }

    private static double[] Product(ProductOf product, Real[] theta, ulong seed)
        => Product(product, theta, RandomBatch.Direction(theta.Length, seed));

    private static double[] Product(ProductOf product, Real[] theta, double[] vector)
    {
        var result = new double[vector.Length];
        product(theta, vector, result);
        return result;
    }

    private void ShouldBeSymmetric(Func<ITaskObjective, ProductOf> product)
    {
        (ITaskObjective objective, Real[] theta) = Create(knowsItsPath: true);
        foreach (Real[] at in new[] { theta, Elsewhere(theta) })
        {
            double[] u = Free(RandomBatch.Direction(at.Length, 12));
            double[] v = Free(RandomBatch.Direction(at.Length, 13));
            double[] left = Product(product(objective), at, v);
            double[] right = Product(product(objective), at, u);
            double scale = Math.Sqrt(Dot(left, left) * Dot(right, right));
            scale.ShouldBePositive();
            Dot(u, left).ShouldBe(Dot(v, right), RoundingTolerance * Math.Max(1, scale));
        }
    }

    /// <summary>A vector without its frozen part.</summary>
    private double[] Free(double[] vector)
    {
        if (Frozen is { } frozen)
        {
            Array.Clear(vector, frozen.Offset, frozen.Length);
        }

        return vector;
    }

    private delegate void ProductOf(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product);
}
