using Xmrl.Autodiff;
using Xmrl.Contracts;
using Xmrl.Environments.Navigation2D;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Tests.Learning;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class PreparedCurvatureTests
{
    [Theory]
    [InlineData(GradientOrder.SecondOrder, 1)]
    [InlineData(GradientOrder.SecondOrder, 2)]
    [InlineData(GradientOrder.FirstOrder, 1)]
    public void Multiply_Prepared_SameBitsAsTheObjectivesProducts(GradientOrder order, int steps)
    {
        using Setup setup = new(
            new Navigation2DFamily(), new LearnerOptions { GradientOrder = order, InnerSteps = steps, Trajectories = 3 });
        Real[] theta = setup.Initial();
        var memory = new PreparationMemory(1 << 24);
        setup.Learner.Run(1, (worker, _) =>
        {
            ITaskObjective objective = worker.Objective(worker.Collect(theta, setup.Plans(1)[0], RandomKey.FromSeed(3)).Data);
            using PreparedCurvature hessian = objective.PrepareHessian(theta, memory);
            using PreparedCurvature fisher = objective.PrepareFisher(theta, memory);
            hessian.Bytes.ShouldBeGreaterThan(0);
            fisher.Bytes.ShouldBeGreaterThan(0);
            foreach (ulong seed in new ulong[] { 4, 5 })
            {
                double[] v = RandomBatch.Direction(theta.Length, seed);
                var expected = new double[theta.Length];
                var result = new double[theta.Length];
                objective.HessianProduct(theta, v, expected);
                objective.Multiply(hessian, v, result);
                result.ShouldBe(expected);
                objective.FisherProduct(theta, v, expected);
                objective.Multiply(fisher, v, result);
                result.ShouldBe(expected);
            }
        });
        long held = memory.HeldBytes;
        setup.Learner.Run(1, (worker, _) =>
        {
            ITaskObjective objective = worker.Objective(worker.Collect(theta, setup.Plans(1)[0], RandomKey.FromSeed(3)).Data);
            objective.PrepareHessian(theta, memory).Dispose();
        });
        memory.HeldBytes.ShouldBe(held, "memory that was given back is used again");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void PrepareFisher_CurvatureKeptByTheGradient_SameBitsAndOnePreparation(int steps)
    {
        using Setup setup = new(new Navigation2DFamily(), new LearnerOptions { InnerSteps = steps, Trajectories = 3 });
        Real[] theta = setup.Initial();
        setup.Learner.Run(1, (worker, _) =>
        {
            AdaptationData data = worker.Collect(theta, setup.Plans(1)[0], RandomKey.FromSeed(3)).Data;
            var memory = new PreparationMemory(1 << 24);
            using var kept = new KeptCurvature(memory);
            ITaskObjective plain = worker.Objective(data);
            ITaskObjective keeping = worker.Objective(data with { Kept = kept });
            var expected = new double[theta.Length];
            var result = new double[theta.Length];
            plain.Gradient(theta, expected);
            keeping.Gradient(theta, result).ShouldBe(plain.Value(theta));
            result.ShouldBe(expected);
            long held = memory.HeldBytes;
            held.ShouldBeGreaterThan(0);

            double[] v = RandomBatch.Direction(theta.Length, 4);
            plain.FisherProduct(theta, v, expected);
            using (PreparedCurvature fisher = keeping.PrepareFisher(theta, memory))
            {
                keeping.Multiply(fisher, v, result);
                result.ShouldBe(expected);
                memory.HeldBytes.ShouldBe(fisher.Bytes, "the inner Hessians are those of the gradient");
            }

            Real[] other = [.. theta.Select(x => x * (Real)1.01)];
            plain.Gradient(other, expected);
            keeping.Gradient(other, result);
            result.ShouldBe(expected, "other parameters have a curvature of their own");
        });
    }

    [Fact]
    public void Iterate_TrustRegion_GivesAllMemoryBack()
    {
        using Setup setup = new(new Navigation2DFamily(), new LearnerOptions { Trajectories = 3 }, threads: 2);
        Real[] theta = setup.Initial();
        var step = new TrustRegionOuterStep(new TrustRegionOptions());
        setup.Learner.Iterate(theta, setup.Plans(4), step, RandomKey.FromSeed(3));
        long held = setup.Learner.Preparations.HeldBytes;
        held.ShouldBeGreaterThan(0);
        for (ulong seed = 4; seed < 8; seed++)
        {
            setup.Learner.Iterate(theta, setup.Plans(4), step, RandomKey.FromSeed(seed));
        }

        setup.Learner.Preparations.HeldBytes.ShouldBeLessThan(2 * held, "no iteration keeps what it was lent");
    }
}
