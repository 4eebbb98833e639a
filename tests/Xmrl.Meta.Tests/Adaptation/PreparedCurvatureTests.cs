using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Tests.Learning;
using Xmrl.Numerics.Autodiff;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments.Navigation2D;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class PreparedCurvatureTests
{
    [Theory]
    [InlineData(GradientOrder.SecondOrder, 1)]
    [InlineData(GradientOrder.SecondOrder, 2)]
    [InlineData(GradientOrder.FirstOrder, 1)]
    public void Multiply_Prepared_SameBitsAsTheObjectivesProducts(GradientOrder order, int steps)
    {
        using Setup setup = new(new Navigation2DFamily(), new LearnerOptions { GradientOrder = order, InnerSteps = steps, Trajectories = 3 });
        Real[] theta = setup.Initial();
        var memory = new PreparationMemory(1 << 24);
        setup.Learner.Run(1, (worker, _) =>
        {
            ITaskObjective objective = worker.Objective(worker.Collect(theta, setup.Plans(1)[0], 0, RandomKey.FromSeed(3)).Data);
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
            ITaskObjective objective = worker.Objective(worker.Collect(theta, setup.Plans(1)[0], 0, RandomKey.FromSeed(3)).Data);
            objective.PrepareHessian(theta, memory).Dispose();
        });
        memory.HeldBytes.ShouldBe(held, "memory that was given back is used again");
    }
}
