using MathNet.Numerics.Distributions;
using Xmrl.Explain.MixingLaws;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Tests.MixingLaws;

/// <summary>Each law of λ: density, moments, derivative and symmetry against its own samples and against quadrature.</summary>
public sealed class MixingLawTests
{
    // Midpoint rule with 20,000 cells on densities whose slope is bounded.
    private const double IntegralTolerance = 1e-5;
    private const int Cells = 20_000;
    private const double DerivativeTolerance = 1e-8;

    // 50,000 draws in a bin of probability p have standard error √(p/50,000) ≤ 0.0023; five of them.
    private const double HistogramTolerance = 0.012;
    private const int Samples = 50_000;

    public static TheoryData<string, double, double> Laws() => new()
    {
        { nameof(ClippedNormal), 0.5, 0.2 },
        { nameof(ClippedNormal), 0.8, 0.6 },
        { nameof(LogitNormal), 0, 1 },
        { nameof(LogitNormal), -0.7, 2.2 },
        { nameof(BetaMixing), 1, 1 },
        { nameof(BetaMixing), 2, 3.5 },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void Density_WithTheEnds_IntegratesToOne(string name, double first, double second)
    {
        (IMixingLaw law, double[] parameters) = Create(name, first, second);
        double inside = Integrate(x => law.Density(parameters, x));
        (inside + law.MassAtEnds(parameters)).ShouldBe(1, IntegralTolerance);
        law.Density(parameters, -0.1).ShouldBe(0);
        law.Density(parameters, 1.1).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void MeanAndStandardDeviation_AgreeWithQuadratureOfTheSamples(string name, double first, double second)
    {
        // E f(λ) as ∫ f(Sample(Φ⁻¹(u))) du, through the quantile rather than the density.
        (IMixingLaw law, double[] parameters) = Create(name, first, second);
        double At(double u) => law.Sample(parameters, Normal.InvCDF(0, 1, u));
        double mean = Integrate(At), square = Integrate(u => At(u) * At(u));
        law.Mean(parameters).ShouldBe(mean, IntegralTolerance);
        law.StandardDeviation(parameters).ShouldBe(Math.Sqrt(square - (mean * mean)), IntegralTolerance);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Sample_ManyDraws_FollowTheDensity(string name, double first, double second)
    {
        (IMixingLaw law, double[] parameters) = Create(name, first, second);
        const int Bins = 10;
        double[] shares = new double[Bins];
        double ends = 0;
        Real[] noise = new Real[Samples];
        RandomKey.FromSeed(3).FillNormal(0, noise);
        foreach (Real z in noise)
        {
            double lambda = law.Sample(parameters, z);
            lambda.ShouldBeInRange(0, 1);
            if (lambda is 0 or 1)
            {
                ends += 1.0 / Samples;
            }
            else
            {
                shares[Math.Min(Bins - 1, (int)(lambda * Bins))] += 1.0 / Samples;
            }
        }

        ends.ShouldBe(law.MassAtEnds(parameters), HistogramTolerance);
        for (int bin = 0; bin < Bins; bin++)
        {
            double low = (double)bin / Bins;
            shares[bin].ShouldBe(Integrate(x => law.Density(parameters, low + (x / Bins))) / Bins, HistogramTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Derivative_InsideAndOutside_MatchesCentralDifferences(string name, double first, double second)
    {
        (IMixingLaw law, double[] parameters) = Create(name, first, second);
        double[] derivative = new double[law.ParameterCount];
        foreach (double z in (double[])[-3, -0.9, 0.1, 1.3, 3])
        {
            law.Derivative(parameters, z, derivative);
            for (int i = 0; i < derivative.Length; i++)
            {
                const double Step = 1e-5;
                double centre = parameters[i];
                parameters[i] = centre + Step;
                double above = law.Sample(parameters, z);
                parameters[i] = centre - Step;
                double below = law.Sample(parameters, z);
                parameters[i] = centre;
                derivative[i].ShouldBe((above - below) / (2 * Step), DerivativeTolerance);
            }
        }
    }

    [Fact]
    public void Derivative_ClippedDraw_IsZero()
    {
        double[] derivative = [9, 9];
        new ClippedNormal().Derivative([0.5, 0.2], 4, derivative);
        derivative.ShouldBe([0, 0]);
        new LogitNormal().Derivative([0, 1], 4, derivative);
        derivative[0].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(nameof(ClippedNormal))]
    [InlineData(nameof(LogitNormal))]
    [InlineData(nameof(BetaMixing))]
    public void Initialize_Parameters_AreSymmetricInLambdaAndOneMinusLambda(string name)
    {
        (IMixingLaw law, _) = Create(name, 1, 1);
        double[] parameters = new double[law.ParameterCount];
        law.Initialize(parameters);
        foreach (double z in (double[])[0, 0.4, 1.7, 2.6, 5])
        {
            law.Sample(parameters, -z).ShouldBe(1 - law.Sample(parameters, z), 1e-14);
        }

        law.Density(parameters, 0.3).ShouldBe(law.Density(parameters, 0.7), 1e-12);
        law.Mean(parameters).ShouldBe(0.5, 1e-14);
        law.MassAtEnds(parameters).ShouldBeLessThan(0.013);
        double[] projected = [.. parameters];
        law.Project(projected);
        projected.ShouldBe(parameters);
    }

    [Theory]
    [InlineData(nameof(ClippedNormal), 0, 1, 0.01, 1)]
    [InlineData(nameof(LogitNormal), -3, 3, 0.05, 3)]
    public void Project_OutsideTheRange_GivesItsNearestPoint(string name, double low, double high, double smallest, double largest)
    {
        (IMixingLaw law, double[] parameters) = Create(name, -100, -1);
        law.Project(parameters);
        parameters.ShouldBe([low, smallest]);
        parameters = [100, 100];
        law.Project(parameters);
        parameters.ShouldBe([high, largest]);
        Should.Throw<ArgumentException>(() => law.Project([double.NaN, 1]));
    }

    [Fact]
    public void Sample_BetaQuantiles_MatchClosedForms()
    {
        // Beta(1/2, 1/2) has the quantile sin²(πp/2); Beta(3, 1) has p^(1/3).
        foreach (double z in (double[])[-2.5, -0.3, 0.8, 2.2])
        {
            double p = Normal.CDF(0, 1, z), sine = Math.Sin(0.5 * Math.PI * p);
            new BetaMixing(0.5, 0.5).Sample([], z).ShouldBe(sine * sine, 1e-9);
            new BetaMixing(3, 1).Sample([], z).ShouldBe(Math.Cbrt(p), 1e-9);
            new BetaMixing().Sample([], z).ShouldBe(p);
        }

        new BetaMixing(2, 2).Sample([], 40).ShouldBe(1);
    }

    [Fact]
    public void AnyMember_WrongParameters_IsRefused()
    {
        Should.Throw<ArgumentException>(() => new ClippedNormal().Sample([0.5], 0)).Message.ShouldContain("found 1");
        Should.Throw<ArgumentException>(() => new LogitNormal().Sample([0, 0], 0)).Message.ShouldContain("positive");
        Should.Throw<ArgumentException>(() => new BetaMixing().Sample([0.5], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new BetaMixing(0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new BetaMixing(1, double.NaN));
    }

    private static (IMixingLaw Law, double[] Parameters) Create(string name, double first, double second) => name switch
    {
        nameof(ClippedNormal) => (new ClippedNormal(), [first, second]),
        nameof(LogitNormal) => (new LogitNormal(), [first, second]),
        _ => (new BetaMixing(first, second), []),
    };

    private static double Integrate(Func<double, double> function)
    {
        double sum = 0;
        for (int i = 0; i < Cells; i++)
        {
            sum += function((i + 0.5) / Cells);
        }

        return sum / Cells;
    }
}
