/**
 * Node-RED's own button with an icon and a text. In its light theme the text of its buttons is too faint to be read by
 * everybody (3.5 : 1 where 4.5 is wanted), hence a colour of ours, which is the theme's own for plain text.
 *
 * @param icon Font Awesome's name of it: `fa-plug`
 */
export function textButton(icon: string, text: string): JQuery {
  return $('<button type="button" class="red-ui-button">').append(
    $('<i aria-hidden="true">').addClass(`fa ${icon}`).css({ marginRight: '4px' }),
    $('<span>').css({ color: 'var(--red-ui-primary-text-color)' }).text(text),
  );
}
