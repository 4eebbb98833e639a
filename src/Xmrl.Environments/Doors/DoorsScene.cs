using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Doors;

/// <summary>The picture of <c>Doors-v1</c>: what an episode chose, beside the door with the prize.</summary>
internal static class DoorsScene
{
    private const string Choice = "choice";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Scene { get; } = new()
    {
        Pictures =
        [
            new ScenePicture
            {
                Name = Choice,
                Title = "The choice",
                X = new SceneAxis("door", null, -0.5, DoorsFamily.Doors + 0.5),
                Y = new SceneAxis("chosen", null, 0, 1),
            },
        ],
        Note = $"The first action counts: a door, or {DoorsFamily.Peek} for a peek.",
    };

    /// <summary>The door with the prize.</summary>
    public static IReadOnlyList<SceneMark> Marks(MdpTask task) =>
    [
        new SceneMark
        {
            Picture = Choice,
            Shape = SceneShape.Points,
            Role = SceneRole.Goal,
            Label = "door with the prize",
            Points = [new(task.Parameters[0], 1)],
        },
    ];

    /// <summary>The choice of an episode.</summary>
    public static SceneTrace Trace(MdpTask task, SceneEpisode episode)
    {
        double choice = episode.Actions[0][0];
        return new SceneTrace(
            [
                new SceneMark
                {
                    Picture = Choice,
                    Shape = SceneShape.Bars,
                    Role = SceneRole.Path,
                    Label = "choice",
                    Points = [new(choice, 1)],
                },
            ],
            [
                new SceneFact("right door", choice == task.Parameters[0] ? 1 : 0, IsShare: true),
                new SceneFact("peek", choice == DoorsFamily.Peek ? 1 : 0, IsShare: true),
            ]);
    }
}
