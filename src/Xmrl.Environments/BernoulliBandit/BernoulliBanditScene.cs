using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The picture of <c>BernoulliBandit-v1</c>: how often each arm is pulled, beside how often it pays, and
/// which one is pulled when.</summary>
internal static class BernoulliBanditScene
{
    private const string Arms = "arms";
    private const string Pulls = "pulls";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(BernoulliBanditOptions options) => new()
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Arms,
                Title = "The arms",
                X = new SceneAxis("arm", null, -0.5, options.Arms - 0.5),
                Y = new SceneAxis("share of the pulls, success rate", null, 0, 1),
            },
            new ScenePicture
            {
                Name = Pulls,
                Title = "Pull by pull",
                X = new SceneAxis("pull", null, 1, null),
                Y = new SceneAxis("arm", null, -0.5, options.Arms - 0.5),
            },
        ],
    };

    /// <summary>The success rates; the best arms are the goal.</summary>
    public static IReadOnlyList<SceneMark> Marks(MdpTask task)
    {
        double best = task.Parameters.Max();
        return
        [
            Rates(SceneRole.Reference, "success rate of an arm", rate => rate < best),
            Rates(SceneRole.Goal, "success rate of the best arm", rate => rate == best),
        ];

        SceneMark Rates(SceneRole role, string label, Func<double, bool> isMeant) => new()
        {
            Picture = Arms,
            Shape = SceneShape.Points,
            Role = role,
            Label = label,
            Points = [.. task.Parameters.Index().Where(arm => isMeant(arm.Item)).Select(arm => new ScenePoint(arm.Index, arm.Item))],
        };
    }

    /// <summary>The pulls of an episode.</summary>
    public static SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        var pulls = new double[task.Parameters.Length];
        foreach (double[] action in episode.Actions)
        {
            pulls[(int)action[0]]++;
        }

        double best = task.Parameters.Max();
        double[] shares = [.. pulls.Select(count => count / episode.Actions.Count)];
        return new SceneTrace(
            [
                new SceneMark
                {
                    Picture = Arms,
                    Shape = SceneShape.Bars,
                    Role = SceneRole.Path,
                    Label = "share of the pulls",
                    Points = [.. shares.Select((share, arm) => new ScenePoint(arm, share))],
                },
                new SceneMark
                {
                    Picture = Pulls,
                    Shape = SceneShape.Line,
                    Role = SceneRole.Path,
                    Label = "arm that is pulled",
                    Points = [.. episode.Actions.Select((action, pull) => new ScenePoint(pull + 1, action[0]))],
                },
            ],
            [new SceneFact("pulls of the best arm", shares.Where((_, arm) => task.Parameters[arm] == best).Sum(), IsShare: true)]);
    }
}
