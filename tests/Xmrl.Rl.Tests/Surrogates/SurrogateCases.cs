using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

internal static class SurrogateCases
{
    public static readonly string[] Surrogates =
    [
        nameof(Score), nameof(LowVarianceCurvature), nameof(Dice), nameof(ImportanceRatio), nameof(TrajectoryHessian),
        nameof(LogLikelihood),
    ];

    public static ISurrogate Surrogate(string name) => name switch
    {
        nameof(Score) => new Score(),
        nameof(LowVarianceCurvature) => new LowVarianceCurvature(),
        nameof(Dice) => new Dice(),
        nameof(TrajectoryHessian) => new TrajectoryHessian(),
        nameof(LogLikelihood) => new LogLikelihood(),
        _ => new ImportanceRatio(),
    };

    public static GaussianMlpPolicy Policy(int context, bool learnLogStd) => new(new GaussianMlpShape
    {
        ObservationSize = 3,
        ActionSize = 2,
        HiddenSizes = [5, 4],
        ContextSize = context,
        LearnLogStd = learnLogStd,
        InitialLogStd = -0.3,
    });

    public static TheoryData<int, bool> Policies()
    {
        var data = new TheoryData<int, bool>();
        foreach (int context in (int[])[0, 3])
        {
            data.Add(context, true);
            data.Add(context, false);
        }

        return data;
    }

    public static TheoryData<string, int, bool> All()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (string surrogate in Surrogates)
        {
            foreach (object[] row in Policies())
            {
                data.Add(surrogate, (int)row[0], (bool)row[1]);
            }
        }

        return data;
    }
}
