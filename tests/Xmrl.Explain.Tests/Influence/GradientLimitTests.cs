using Xmrl.Environments.Navigation2D;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Tests.Augmentation;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Tests.Influence;

public sealed class GradientLimitTests
{
    [Fact]
    public void Limit_LongGradients_KeepTheirDirectionAtTwiceTheMedianLength()
    {
        // Lengths 5, 1, 2: the median is 2.
        double[][] gradients = [[3, -4], [0, 1], [2, 0]];

        InfluenceProblem.Limit(gradients, 2);

        gradients[0][0].ShouldBe(2.4, 1e-15);
        gradients[0][1].ShouldBe(-3.2, 1e-15);
        gradients[1].ShouldBe([0, 1]);
        gradients[2].ShouldBe([2, 0]);
    }

    [Fact]
    public void Limit_MostGradientsZero_LeavesOnlyZeros()
    {
        double[][] gradients = [[0], [0], [7]];

        InfluenceProblem.Limit(gradients, 2);

        gradients.ShouldAllBe(gradient => gradient[0] == 0);
    }

    [Fact]
    public void Limit_Zero_LeavesTheDirectionsAlone()
    {
        double[][] gradients = [[3e-6, -4e-6], [0, 0], [2, 0], [0, 0], [0, 0]];

        InfluenceProblem.Limit(gradients, 0);

        gradients[0][0].ShouldBe(0.6, 1e-15);
        gradients[0][1].ShouldBe(-0.8, 1e-15);
        gradients[1].ShouldBe([0, 0]);
        gradients[2].ShouldBe([1, 0]);
    }

    [Fact]
    public void Explain_WithALimit_ShortensTrainingAndPoorTasksAlike()
    {
        using MixingSetup setup = new(
            new Navigation2DFamily(new Navigation2DOptions { Horizon = 5 }), new LearnerOptions { Trajectories = 4 });
        MdpTask[] tasks = setup.Tasks(6);

        using InfluenceProblem free = Problem(null);
        using InfluenceProblem limited = Problem(1e-3);

        double longest = limited.Gradients.Max(Norm);
        longest.ShouldBeLessThan(1e-3 * free.Gradients.Max(Norm) * (1 + 1e-9));
        limited.Gradients.ShouldAllBe(gradient => Math.Abs(Norm(gradient) - longest) < 1e-9 * longest);
        Norm(limited.PoorGradient).ShouldBeLessThanOrEqualTo(2 * longest * (1 + 1e-9));

        InfluenceProblem Problem(double? limit) => new(
            setup.Learner.Influence!, setup.Theta, new InfluenceTasks(tasks, 4, limit), RandomKey.FromSeed(1), CancellationToken.None);
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
