namespace Xmrl.Rl.Environments.Scenes;

/// <summary>What is drawn of an episode.</summary>
/// <param name="Marks">What it did.</param>
/// <param name="Facts">Figures that belong to it; every episode of an environment has the same ones in the same order.</param>
public sealed record SceneTrace(IReadOnlyList<SceneMark> Marks, IReadOnlyList<SceneFact> Facts)
{
    /// <summary>The way of an episode in every picture that is a place.</summary>
    /// <param name="scene">The pictures.</param>
    /// <param name="episode">What the episode was.</param>
    /// <param name="label">What the line is, for the legend.</param>
    /// <returns>One line per place, without figures.</returns>
    public static SceneTrace Way(Scene scene, SceneEpisode episode, string label = "way of the policy")
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(episode);
        var marks = new List<SceneMark>();
        foreach (ScenePicture picture in scene.Pictures)
        {
            if (picture.Position is { } at)
            {
                marks.Add(new SceneMark
                {
                    Picture = picture.Name,
                    Shape = SceneShape.Line,
                    Role = SceneRole.Path,
                    Label = label,
                    Points = [.. episode.Observations.Select(observation => new ScenePoint(observation[at.X], observation[at.Y]))],
                });
            }
        }

        return new SceneTrace(marks, []);
    }
}
